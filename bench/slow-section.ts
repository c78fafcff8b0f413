import { tenthPercent } from './figures.js';
import { origin, type Section, table } from './page.js';
import type { SlowCase, SlowResult } from './slow.js';

export interface SlowRun {
  readonly slowCase: SlowCase;
  readonly result: SlowResult;
}

export function slowSection(runs: readonly SlowRun[]): Section {
  return {
    heading: 'Slow limits',
    lines: [
      'Two worker processes, told the limit and to use 95 % of it, a burst of 1, by the real clock. Seconds between two calls are',
      'measured where the calls arrive, and stand beside those that the pace asks for. The share of a core is that of the busier',
      'worker between the first call and the last. Then both are told to stop (SIGTERM) while they wait for their next slot. The',
      'accounts of the two sides are compared before any figure is given.',
      '',
      ...table(
        [
          'calls an hour',
          'queue on',
          'calls',
          'seconds between them, due',
          'least',
          'greatest',
          'answered 429',
          'of a core',
          'stopped within',
        ],
        runs.map(row),
      ),
      '',
      ...origin(),
    ],
  };
}

function row({ slowCase: { perHour, engine }, result }: SlowRun): string[] {
  const { due, gaps, answered429, cpuShares, stopMs } = result;
  return [
    String(perHour),
    engine,
    String(gaps.length + 1),
    due.toFixed(3),
    Math.min(...gaps).toFixed(3),
    Math.max(...gaps).toFixed(3),
    String(answered429),
    tenthPercent(Math.max(...cpuShares)),
    `${Math.ceil(Math.max(...stopMs))} ms`,
  ];
}
