import type { Pool } from 'pg';
import { addBatch, addRows, finishBatch, type NewRow } from '../src/ledger/batches.js';
import { eraseForgotten } from '../src/ledger/forget.js';
import { crashPoint } from '../src/observe/crash-point.js';
import { EarlyFill } from '../src/queue/early-fill.js';
import { fillQueue } from '../src/queue/fill.js';
import type { InviteQueue } from '../src/queue/invite-queue.js';
import type { Roster, RosterRow } from '../src/roster/index.js';
import { refuseSuppressed } from './refuse-suppressed.js';

export interface ImportContext {
  readonly pool: Pool;
  readonly client: { readonly id: number; readonly authType: 'email' | 'sms' };
  readonly queue: InviteQueue;
  /** Jobs that the client may have in the queue. */
  readonly window: number;
  /** Name of the roster, without its directory. */
  readonly source: string;
  /** Nobody whom the roster brings in is called before then. */
  readonly notBefore?: Date | undefined;
  /** Told of the new batch before its first row is taken in. */
  onBatch?(batchId: number): void;
  /** Told after every set of rows how many have been taken in. */
  onRows?(rows: number): void;
  /** Stops between two sets of rows; what has been taken in stays, and importing the file again completes it. */
  readonly signal?: AbortSignal;
}

/** Rows that go into the ledger together: few enough that the first job runs soon, many enough that the round trip is shared. */
const SET = 500;

/**
 * Takes a roster into the ledger and its people into the queue, in constant memory: a set of rows is read while the set
 * before it is written, and people are queued meanwhile, from the first set on.
 *
 * @returns the id of the new batch
 * @throws RollcallError of the reader where the file breaks off; all rows before that are in the ledger
 */
export async function importRoster(roster: Roster, context: ImportContext): Promise<number> {
  const { pool, client, queue, window, source, notBefore, signal } = context;
  const { columns, delimiter, encoding, bom } = roster;
  const batch = { clientId: client.id, source, columns, delimiter, encoding, bom, notBefore };
  const batchId = await addBatch(pool, batch);
  crashPoint('import: batch made');
  context.onBatch?.(batchId);

  const ids = { clientId: client.id, authType: client.authType, batchId };
  const filling = new EarlyFill(() => fillQueue(pool, client.id, queue, window), window);
  const connection = await pool.connect();
  let taken = 0;
  const take = async (rows: NewRow[]) => {
    crashPoint('import: set staged');
    await addRows(connection, ids, rows);
    crashPoint('import: set committed');
    await eraseForgotten(pool, client.authType, identifiersOf(rows));
    taken += rows.length;
    context.onRows?.(taken);
    filling.start();
  };

  // Two sets are on their way and no more: the server has the next one when it is done with the first, and a reader that
  // outran it would fill the memory.
  let writing: Promise<void> = Promise.resolve();
  let sent = writing;
  try {
    for await (const rows of setsOf(refuseSuppressed(pool, client.authType, roster.rows))) {
      signal?.throwIfAborted();
      [writing, sent] = [sent, take(rows)];
      sent.catch(() => undefined);
      await writing;
    }
    await sent;
  } finally {
    await Promise.allSettled([writing, sent]);
    connection.release();
    await filling.end();
  }
  await fillQueue(pool, client.id, queue, window);
  crashPoint('import: people queued');
  await finishBatch(pool, batchId);
  crashPoint('import: batch finished');
  return batchId;
}

function identifiersOf(rows: readonly NewRow[]): string[] {
  return rows.flatMap(({ person }) => person?.identifier ?? []);
}

async function* setsOf(rows: AsyncIterable<RosterRow>): AsyncGenerator<NewRow[]> {
  let set: NewRow[] = [];
  try {
    for await (const row of rows) {
      set.push(newRowOf(row));
      if (set.length === SET) {
        yield set;
        set = [];
      }
    }
  } catch (cause) {
    // What was read before the file broke off is good.
    if (set.length > 0) yield set;
    throw cause;
  }
  if (set.length > 0) yield set;
}

function newRowOf(row: RosterRow): NewRow {
  const { line, cells, origin } = row;
  const place = origin === undefined ? { line, cells } : { line, cells, mends: origin };
  return 'person' in row
    ? { ...place, person: row.person, problems: null }
    : { ...place, person: null, problems: row.problems };
}
