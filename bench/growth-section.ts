import { median, whole } from './figures.js';
import type { OperationTime } from './growth.js';
import { origin, type Section, table } from './page.js';

/** The operations in a small and in a large ledger, once for each run. */
export interface GrowthRun {
  readonly small: readonly OperationTime[];
  readonly large: readonly OperationTime[];
}

/** An operation may take so many times as long in the large ledger. */
const MOST_TIMES = 2;

/** Below it, in ms, a difference is the machine's. */
const NOISE_MS = 0.5;

export function growthSection(
  runs: readonly GrowthRun[],
  sizes: readonly [number, number],
): Section {
  const [small, large] = sizes.map(whole);
  const names = runs[0]?.small.map(({ group, name }) => ({ group, name })) ?? [];
  return {
    heading: 'Operations of the ledger as it grows',
    lines: [
      `The same operations in an embedded ledger of ${small} and in one of ${large} people. Half of them are invited and planned`,
      'for, the others are pending; 1,000 have a job, 100 are due for a message, 100 failed, whatever the size. One at a time,',
      `medians in ms; an operation is to take no more than ${MOST_TIMES} times as long.`,
      '',
      ...table(
        ['', 'operation', `${small}`, `${large}`, 'times', 'met'],
        names.map(({ group, name }) => {
          const of = (which: keyof GrowthRun) =>
            median(
              runs.flatMap((run) =>
                run[which].flatMap((one) =>
                  one.group === group && one.name === name ? [one.ms] : [],
                ),
              ),
            );
          const [before, after] = [of('small'), of('large')];
          const isMet = after <= before * MOST_TIMES || after - before < NOISE_MS;
          const times = (after / before).toFixed(1);
          return [group, name, before.toFixed(2), after.toFixed(2), times, isMet ? 'yes' : 'no'];
        }),
      ),
      '',
      ...origin(),
    ],
  };
}
