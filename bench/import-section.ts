import { counted, median, percent, runsOf, whole } from './figures.js';
import type { ImportResult } from './import.js';
import { origin, type Section, table } from './page.js';
import type { PassResult } from './stopwatch.js';

/** All runs over rosters of one size. */
export interface ImportRuns {
  readonly rows: number;
  readonly runs: readonly ImportResult[];
}

const MEGABYTE = 1_000_000;

export function importSection(sizes: readonly ImportRuns[], engine: 'redis' | 'postgres'): Section {
  const queue = engine === 'redis' ? 'Redis' : 'PostgreSQL';
  return {
    heading: `Importing a roster, with the queue on ${queue}`,
    lines: [
      'Each pass runs in a process of its own, the ledger is the embedded PostgreSQL, and a worker in another process waits for',
      'the first job. "csv-parse" and "addBulk" are the two libraries alone over the same file: rows split into cells, and a job',
      'for each row. Rollcall does more with each row, and queues no more than its window of 10,000. Before any figure is',
      'given, the ledger is counted: every row of the file is there exactly once, and every person has one invite.',
      'Rows a second are medians of the runs; memory is the most that any of them took.',
      ...sizes.flatMap((size) => ['', ...subsection(size)]),
      '',
      ...origin(),
    ],
  };
}

function subsection({ rows, runs }: ImportRuns): string[] {
  const pass = (name: string, of: (run: ImportResult) => PassResult) => [
    name,
    counted(median(runs.map((run) => of(run).seconds)), 's'),
    whole(median(runs.map((run) => speed(of(run))))),
    `${whole(Math.max(...runs.map((run) => of(run).peakMemory)) / MEGABYTE)} MB`,
  ];
  const size = median(runs.map((run) => run.fileBytes)) / MEGABYTE;
  return [
    `### ${whole(rows)} rows`,
    '',
    `${counted(size, 'MB')}, ${runsOf(runs)}.`,
    '',
    ...table(
      ['pass', 'time', 'rows a second', 'memory'],
      [
        pass('csv-parse alone', (run) => run.parse),
        pass('addBulk alone', (run) => run.enqueue),
        pass('`rollcall plan`', (run) => run.plan),
        pass('`rollcall import`', (run) => run.import),
      ],
    ),
    '',
    `- The import reached ${percent(median(runs.map(shareOfSlower)))} of the slower of the two libraries.`,
    `- A worker had the first job after ${counted(median(runs.map((run) => run.firstJob)), 's')}; the file was read to its end after ${counted(median(runs.map((run) => run.endOfFile)), 's')}.`,
    `- A row of the last tenth took ${median(runs.map(lastToFirst)).toFixed(2)} times as long as one of the first.`,
  ];
}

const speed = ({ rows, seconds }: PassResult) => rows / seconds;

const shareOfSlower = (run: ImportResult) =>
  speed(run.import) / Math.min(speed(run.parse), speed(run.enqueue));

const lastToFirst = ({ import: { tenths } }: ImportResult) =>
  (tenths.at(-1) ?? Number.NaN) / (tenths[0] ?? Number.NaN);
