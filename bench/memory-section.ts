import { whole } from './figures.js';
import type { RedisMemoryResult } from './memory.js';
import { origin, type Section, table } from './page.js';
import type { TableSizes } from './table-sizes.js';

const MEGABYTE = 1_000_000;
const MOST_BYTES = 64 * MEGABYTE;

/** The tables of the queue are to be no more than so many times as large after the last job as after the first tenth. */
const MOST_TIMES = 2;

const megabytes = (bytes: number) => `${(bytes / MEGABYTE).toFixed(1)} MB`;

export function redisMemorySection(runs: readonly RedisMemoryResult[]): Section {
  return {
    heading: 'Memory of the queue on Redis',
    lines: [
      'A roster is imported, and a worker then invites 100 people a second for a while, with the queue on Redis. Memory is what',
      'Redis says of its data (`used_memory`), five times a second. Before any figure is given, the ledger is counted, and the accounts',
      'of those who were invited are compared.',
      '',
      ...table(
        ['people', 'invited', 'Redis before', 'after the import', 'at the most', 'under 64 MB'],
        runs.map(({ people, invited, before, afterImport, most }) => [
          whole(people),
          whole(invited),
          megabytes(before),
          megabytes(afterImport),
          megabytes(most),
          most < MOST_BYTES ? 'yes' : 'no',
        ]),
      ),
      '',
      ...origin(),
    ],
  };
}

export function tableSizesSection({ jobs, bytes }: TableSizes): Section {
  const [first = Number.NaN] = bytes;
  const times = (bytes.at(-1) ?? Number.NaN) / first;
  return {
    heading: 'Tables of the queue on PostgreSQL',
    lines: [
      `${whole(jobs)} jobs that do nothing, at most 10,000 of them in the queue at once, and what all tables of the queue take`,
      'with their indexes, after each tenth.',
      '',
      ...table(
        ['jobs done', 'tables'],
        bytes.map((size, n) => [whole((jobs / bytes.length) * (n + 1)), megabytes(size)]),
      ),
      '',
      `After the last job they took ${times.toFixed(2)} times as much as after the first tenth (aim: at most ${MOST_TIMES}): ${times <= MOST_TIMES ? 'met' : 'not met'}.`,
      '',
      ...origin(),
    ],
  };
}
