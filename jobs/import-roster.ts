import pLimit from 'p-limit';
import type { Pool } from 'pg';
import { addBatch, addRows, finishBatch, type NewRow } from '../src/ledger/batches.js';
import { fillQueue } from '../src/queue/fill.js';
import type { InviteQueue } from '../src/queue/invite-queue.js';
import type { Roster, RosterRow } from '../src/roster/index.js';

export interface ImportContext {
  readonly pool: Pool;
  readonly client: { readonly id: number; readonly authType: 'email' | 'sms' };
  readonly queue: InviteQueue;
  /** Jobs that the client may have in the queue. */
  readonly window: number;
  /** Name of the roster, without its directory. */
  readonly source: string;
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
 * before it is written, and people are queued while the file is still being read.
 *
 * @returns the id of the new batch
 * @throws RollcallError of the reader where the file breaks off; all rows before that are in the ledger
 */
export async function importRoster(roster: Roster, context: ImportContext): Promise<number> {
  const { pool, client, source, signal } = context;
  const { columns, delimiter, encoding, bom } = roster;
  const batch = { clientId: client.id, source, columns, delimiter, encoding, bom };
  const batchId = await addBatch(pool, batch);
  context.onBatch?.(batchId);

  const ids = { clientId: client.id, authType: client.authType, batchId };
  const inOrder = pLimit(1);
  let taken = 0;
  const take = async (rows: NewRow[]) => {
    await addRows(pool, ids, rows);
    taken += rows.length;
    context.onRows?.(taken);
    await fillQueue(pool, client.id, context.queue, context.window);
  };

  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const rows of setsOf(roster.rows)) {
      signal?.throwIfAborted();
      // One set ahead and no more: a reader that outran the database would fill the memory.
      await writing;
      writing = inOrder(take, rows);
      writing.catch(() => undefined);
    }
  } finally {
    await writing;
  }
  await finishBatch(pool, batchId);
  return batchId;
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
