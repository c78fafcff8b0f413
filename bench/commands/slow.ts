import { Command, Option } from 'commander';
import { givenRedis, note, show, WRITE, wholeNumber, wholeNumbers } from '../command-options.js';
import { ENGINES, type EngineKind } from '../invite-people.js';
import { benchSlow } from '../slow.js';
import { slowSection } from '../slow-section.js';

interface SlowOptions {
  readonly perHour?: readonly number[];
  readonly engine?: readonly EngineKind[];
  readonly calls: number;
  readonly write?: boolean;
}

const PER_HOUR = [100, 25];

export function slowCommand(): Command {
  return new Command('slow')
    .description('how exactly a limit of a few calls an hour is kept; all cases at once')
    .option('--per-hour <calls...>', 'calls an hour that the server allows', wholeNumbers)
    .addOption(new Option('--engine <engines...>', 'what carries the queue').choices(ENGINES))
    .option('--calls <calls>', 'calls to watch', wholeNumber, 6)
    .option(...WRITE)
    .action(async ({ perHour = PER_HOUR, engine = ENGINES, calls, write = false }: SlowOptions) => {
      const redisUrl = givenRedis();
      const cases = perHour.flatMap((limit) =>
        engine.map((kind) => ({ perHour: limit, engine: kind, calls })),
      );
      const runs = await Promise.all(
        cases.map(async (slowCase) => {
          const result = await benchSlow(slowCase, redisUrl);
          note({ ...slowCase, ...result });
          return { slowCase, result };
        }),
      );
      show(slowSection(runs), write);
    });
}
