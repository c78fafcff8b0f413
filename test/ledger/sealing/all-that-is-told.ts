import { countProblems, countReasons } from '../../../src/ledger/counts.js';
import { exportPerson } from '../../../src/ledger/export-person.js';
import { findForgotten } from '../../../src/ledger/forget.js';
import { findPeople } from '../../../src/ledger/known-people.js';
import { readBatchRows, readInvites, readRejectedRows } from '../../../src/ledger/people.js';
import { readStories } from '../../../src/ledger/story.js';
import { listSuppressed } from '../../../src/ledger/suppression.js';
import { listRuns } from '../../../src/ledger/syncs/runs.js';
import type { SyncBed } from '../../jobs/sync/sync-bed.js';
import { address, who } from './whole-life.js';

const NAMES = ['ada', 'grace', 'hopper', 'alan', 'edith', 'edith2', 'eve', 'linus', 'quiet'];

/** Whatever commands tell of the people of a ledger, but for times, and for what is random in each. */
export async function allThatIsTold(bed: SyncBed): Promise<unknown> {
  const { pool, clientId } = bed;
  const addresses = NAMES.map(address);
  const { rows: batches } = await pool.query<{ id: number }>('SELECT id FROM batch ORDER BY id');
  const runs = await listRuns(pool, null, 10);
  const told = {
    list: await all(readInvites(pool, null, clientId)),
    export: await Promise.all(batches.map(({ id }) => all(readBatchRows(pool, id)))),
    rejects: await Promise.all(batches.map(({ id }) => all(readRejectedRows(pool, id, true)))),
    problems: await Promise.all(batches.map(({ id }) => countProblems(pool, id))),
    reasons: await countReasons(pool, { clientId, batchId: null }),
    show: await Promise.all(NAMES.map((name) => readStories(pool, who(name)))),
    stored: await Promise.all(NAMES.map((name) => exportPerson(pool, who(name)))),
    known: inOrder(await findPeople(pool, clientId, 'email', addresses)),
    suppressed: inOrder(await listSuppressed(pool)),
    forgotten: inOrder(await findForgotten(pool, 'email', addresses)),
    counts: runs.map(({ state, counts }) => ({ state, counts })),
    changes: await Promise.all(runs.map(({ id }) => bed.changes(id))),
  };
  return JSON.parse(JSON.stringify(told), (key, value: unknown) => {
    if (RANDOM.includes(key)) return '(random)';
    if (typeof value !== 'string') return value;
    if (TIME.test(value)) return '(time)';
    return value.replace(/^forgotten:.*/, 'forgotten');
  });
}

/** Digests are of values as they are kept, and a suppression tells by itself when it was made. */
const RANDOM = ['data_digest', 'digest', 'name'];
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

async function all<One>(pages: AsyncIterable<One>): Promise<One[]> {
  const list: One[] = [];
  for await (const one of pages) list.push(one);
  return list;
}

/** What is told in no order of its own. */
function inOrder<One extends { readonly identifier: string }>(list: readonly One[]): One[] {
  return list.toSorted((a, b) => (a.identifier < b.identifier ? -1 : 1));
}
