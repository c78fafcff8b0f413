import { Command } from 'commander';
import { note, show, WRITE, wholeNumber } from '../command-options.js';
import { benchGrowth } from '../growth.js';
import { type GrowthRun, growthSection } from '../growth-section.js';

interface GrowthOptions {
  readonly small: number;
  readonly large: number;
  readonly repeats: number;
  readonly runs: number;
  readonly write?: boolean;
}

export function growthCommand(): Command {
  return new Command('growth')
    .description('operations of the ledger in a small and in a large one')
    .option('--small <people>', 'people in the small ledger', wholeNumber, 10_000)
    .option('--large <people>', 'people in the large ledger', wholeNumber, 1_000_000)
    .option('--repeats <repeats>', 'how often each is timed, at most 90', wholeNumber, 50)
    .option('--runs <runs>', 'ledgers of each size', wholeNumber, 5)
    .option(...WRITE)
    .action(async ({ small, large, repeats, runs: wanted, write = false }: GrowthOptions) => {
      const runs: GrowthRun[] = [];
      while (runs.length < wanted) {
        const run = {
          small: await benchGrowth(small, repeats),
          large: await benchGrowth(large, repeats),
        };
        for (const time of [...run.small, ...run.large]) note(time);
        runs.push(run);
      }
      show(growthSection(runs, [small, large]), write);
    });
}
