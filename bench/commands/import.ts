import { Command, Option } from 'commander';
import { givenRedis, note, show, WRITE, wholeNumber } from '../command-options.js';
import { benchImport, type ImportResult } from '../import.js';
import { type ImportRuns, importSection } from '../import-section.js';
import { ENGINES, type EngineKind } from '../invite-people.js';

interface ImportOptions {
  readonly rows?: number;
  readonly engine: EngineKind;
  readonly runs: number;
  readonly write?: boolean;
}

/** Larger rosters are imported once: that lasts so long that the noise evens out by itself. */
const REPEATED_UP_TO_ROWS = 100_000;

export function importCommand(): Command {
  return new Command('import')
    .description('rosters of 10,000, 100,000 and 1,000,000 rows into a fresh ledger')
    .option('--rows <rows>', 'one roster of this size instead', wholeNumber)
    .addOption(
      new Option('--engine <engine>', 'what carries the queue').choices(ENGINES).default('redis'),
    )
    .option(
      '--runs <runs>',
      `imports of each roster of up to ${REPEATED_UP_TO_ROWS} rows`,
      wholeNumber,
      3,
    )
    .option(...WRITE)
    .action(async ({ rows, engine, runs: repeats, write = false }: ImportOptions) => {
      const redisUrl = engine === 'redis' ? givenRedis() : null;
      const sizes: ImportRuns[] = [];
      for (const size of rows === undefined ? [10_000, 100_000, 1_000_000] : [rows]) {
        const runs: ImportResult[] = [];
        const wanted = size <= REPEATED_UP_TO_ROWS ? repeats : 1;
        while (runs.length < wanted) {
          const result = await benchImport({ rows: size, redisUrl });
          note(result);
          runs.push(result);
        }
        sizes.push({ rows: size, runs });
      }
      show(importSection(sizes, engine), write);
    });
}
