import { Command, Option } from 'commander';
import { givenRedis, note, show, WRITE, wholeNumber } from '../command-options.js';
import { ENGINES, type EngineKind } from '../invite-people.js';
import { benchRedisMemory, type RedisMemoryResult } from '../memory.js';
import { redisMemorySection, tableSizesSection } from '../memory-section.js';
import { benchTableSizes } from '../table-sizes.js';

interface MemoryOptions {
  readonly engine: EngineKind;
  readonly rows: number;
  readonly seconds: number;
  readonly runs: number;
  readonly write?: boolean;
}

export function memoryCommand(): Command {
  return new Command('memory')
    .description(
      'what the queue takes: Redis with a million people pending, tables after a million jobs',
    )
    .addOption(
      new Option('--engine <engine>', 'what carries the queue').choices(ENGINES).default('redis'),
    )
    .option('--rows <rows>', 'people, or jobs', wholeNumber, 1_000_000)
    .option('--seconds <seconds>', 'how long a worker invites (Redis)', wholeNumber, 60)
    .option('--runs <runs>', 'imports (Redis)', wholeNumber, 1)
    .option(...WRITE)
    .action(async ({ engine, rows, seconds, runs: wanted, write = false }: MemoryOptions) => {
      if (engine === 'postgres') {
        const sizes = await benchTableSizes(rows);
        note(sizes);
        show(tableSizesSection(sizes), write);
        return;
      }
      const redisUrl = givenRedis();
      const runs: RedisMemoryResult[] = [];
      while (runs.length < wanted) {
        const result = await benchRedisMemory(rows, seconds, redisUrl);
        note(result);
        runs.push(result);
      }
      show(redisMemorySection(runs), write);
    });
}
