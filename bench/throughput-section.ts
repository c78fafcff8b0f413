import { median, medianAndRange, whole } from './figures.js';
import { origin, type Section, table } from './page.js';
import type { ThroughputResult } from './throughput.js';

/** All runs of one sender. */
export interface ThroughputRuns {
  readonly sender: 'rollcall' | 'bullmq' | 'script';
  /** Null where it has no queue. */
  readonly engine: string | null;
  readonly processes: number;
  readonly runs: readonly ThroughputResult[];
}

const NAMES = {
  rollcall: 'Rollcall',
  bullmq: 'BullMQ, empty processor',
  script: 'script',
};
const HEADER = [
  '',
  'queue on',
  'processes',
  'runs',
  'a second',
  'to the script',
  'to bare BullMQ',
  'SQL statements a job',
  'Redis commands a job',
];

export function throughputSection(all: readonly ThroughputRuns[], rows: number): Section {
  return {
    heading: 'Throughput without a limit',
    lines: [
      `${whole(rows)} people through a sandbox that has no limit and answers at once, in a process of its own on the same machine.`,
      'The script is `bench/baseline-script.ts`: csv-parse, p-limit with 50 calls at once, and fetch with retries. It keeps no',
      'record but a CSV at its end. BullMQ does the same number of jobs with a processor that does nothing. Rollcall works on 50',
      'jobs at once in each process, its ledger is the embedded PostgreSQL. Timed is from the first call, or job, to the last.',
      'Before any figure is given, the accounts of sender and sandbox are compared: everybody is there once, has one message and',
      'the same uuid. Figures are medians, with the least and the greatest of the runs. Statements are those that the worker',
      'processes sent, with all that they do beside the jobs.',
      '',
      ...table(
        HEADER,
        all.map((runs) => row(runs, all)),
      ),
      '',
      ...origin(),
    ],
  };
}

function row(
  { sender, engine, processes, runs }: ThroughputRuns,
  all: readonly ThroughputRuns[],
): string[] {
  const speed = median(runs.map(aSecond));
  const times = (other: ThroughputRuns | undefined) =>
    other === undefined || other.runs === runs
      ? '–'
      : `${(speed / median(other.runs.map(aSecond))).toFixed(2)} ×`;
  const script = all.find((other) => other.sender === 'script');
  const bare = all.find(
    (other) =>
      other.sender === 'bullmq' && other.engine === engine && other.processes === processes,
  );
  return [
    NAMES[sender],
    engine ?? '–',
    String(processes),
    String(runs.length),
    medianAndRange(runs.map(aSecond), whole),
    times(script),
    times(bare),
    aJob(runs, 'statements'),
    aJob(runs, 'commands'),
  ];
}

const aSecond = ({ rows, seconds }: ThroughputResult) => rows / seconds;

function aJob(runs: readonly ThroughputResult[], of: 'statements' | 'commands'): string {
  const figures = runs.flatMap(({ rows, roundTrips }) =>
    roundTrips === null ? [] : [roundTrips[of] / rows],
  );
  return figures.length === 0 ? '–' : median(figures).toFixed(1);
}
