import type { Pool } from 'pg';
import { refuseSuppressed } from '../../../jobs/refuse-suppressed.js';
import { markActivated } from '../../../src/ledger/activation.js';
import { claimInvite, finishCall } from '../../../src/ledger/calls.js';
import { eraseForgotten, forgetPeople } from '../../../src/ledger/forget.js';
import { requestResends } from '../../../src/ledger/hand-resends.js';
import { enqueuePending } from '../../../src/ledger/queued.js';
import { suppress, unsuppress } from '../../../src/ledger/suppression.js';
import { claimUpdate, finishUpdate } from '../../../src/ledger/user-updates.js';
import type { RosterRow } from '../../../src/roster/index.js';
import { rowProblem } from '../../../src/roster/problems.js';
import { csvOf, type Staff, type SyncBed, UNGUARDED } from '../../jobs/sync/sync-bed.js';
import { endOf } from '../call-end.js';
import { rowOf, takeIn } from '../seed.js';

/** Stands in every value that is personal, and nowhere else; too long to come about in what is sealed. */
export const MARK = 'zanzibarquux';

export const address = (name: string) => `${MARK}${name}@example.com`;
export const who = (name: string) => ({ authType: 'email', identifier: address(name) }) as const;

/** Few people are all of them, which would hold a run. */
export const SAFEGUARDS = { ...UNGUARDED, changes: { atLeast: 100, share: 1 } };

const uuidOf = (n: number) => `6f1c2f0e-6a45-4d6e-9f3f-${String(n).padStart(12, '0')}`;

/** Somebody of an export. */
export function staffOf(name: string, change: Partial<Staff> = {}): Staff {
  const number = `${MARK}-no-${name}`;
  return { number, email: address(name), first: `${MARK} ${name}`, last: `${MARK}son`, ...change };
}

function usable(line: number, name: string, title = 'engineer'): RosterRow {
  const employeeNumber = `${MARK}-no-${name}`;
  const profile = {
    emailAddress: address(name),
    firstName: `${MARK} ${name}`,
    title: `${MARK} ${title}`,
    isManager: true,
  };
  const { person } = rowOf(line, address(name), { employeeNumber, profile });
  if (person === null) throw new Error('Expected a person');
  return { line, cells: [address(name), `${MARK} ${title}`, employeeNumber], person };
}

/** A row of every export that cannot be used. */
export const UNREAD = `${MARK}-no-x,${MARK} x,${MARK}son,${MARK}@@example\n`;

const refused = (line: number, ...cells: string[]): RosterRow => ({
  line,
  cells,
  problems: [rowProblem('Work email', 'email.missing', 'There is no address.')],
});

/**
 * The whole life of a ledger, through its own functions: rosters with known, repeated, refused and suppressed people; calls, resends,
 * activations and updates; exports of a sync with all kinds of changes; and two who are forgotten.
 */
export async function live(bed: SyncBed): Promise<void> {
  await importing(bed);
  await calling(bed);
  await syncing(bed);
  await forgetting(bed);
}

async function importing({ pool, clientId }: SyncBed): Promise<void> {
  await suppress(pool, [
    { ...who('quiet'), reason: `${MARK} asked by phone` },
    { ...who('loud'), reason: `${MARK} asked by mail` },
  ]);
  await importRoster(pool, clientId, [
    usable(2, 'ada'),
    usable(3, 'grace'),
    usable(4, 'ada'),
    usable(5, 'ada', 'director'),
    usable(6, 'quiet'),
    refused(7, `${MARK} nobody`, ''),
    refused(8, `see ${address('eve').toUpperCase()}`, '+44 7700 900987'),
    usable(9, 'eve'),
    usable(10, 'linus'),
  ]);
  await importRoster(pool, clientId, [usable(2, 'grace', 'admiral'), usable(3, 'ada')]);
}

async function importRoster(pool: Pool, clientId: number, rows: readonly RosterRow[]) {
  const read = async function* () {
    yield* rows;
  };
  const judged: RosterRow[] = [];
  for await (const row of refuseSuppressed(pool, 'email', read())) judged.push(row);
  const taken = judged.map((row) =>
    'person' in row
      ? { line: row.line, cells: row.cells, person: row.person, problems: null }
      : { line: row.line, cells: row.cells, person: null, problems: row.problems },
  );
  const batch = await takeIn(pool, clientId, taken);
  const identifiers = taken.flatMap(({ person }) => person?.identifier ?? []);
  await eraseForgotten(pool, 'email', identifiers);
  return batch;
}

/** Everybody who is pending is called: the second is refused with words about the person, the others are invited. */
async function calling({ pool, clientId }: SyncBed): Promise<void> {
  const ids = await enqueuePending(pool, clientId, 10);
  for (const [n, id] of ids.toSorted((a, b) => a - b).entries()) {
    const claim = await claimInvite(pool, id, 'pre-register', 'worker');
    if (claim === null) throw new Error('Expected the call to be granted');
    if (!String(claim.profile.emailAddress).startsWith(MARK)) throw new Error('Expected a person');
    const isRefused = n === 1;
    const refusal = { state: 'failed', uuid: null, code: 'refused', message: `${MARK} is refused` };
    await finishCall(
      pool,
      endOf(claim.attemptId, { uuid: uuidOf(id), ...(isRefused ? refusal : {}) } as object),
    );
  }
  await requestResends(
    pool,
    { clientId, batchId: null, states: null, olderThanMs: null, identifiers: [address('ada')] },
    { coolDownMs: 0, overrides: [], named: 3 },
  );
  await markActivated(pool, clientId, 'list', [{ identifier: address('linus') }]);
}

async function syncing(bed: SyncBed): Promise<void> {
  const { pool } = bed;
  const exported = (...people: Staff[]) => csvOf(people) + UNREAD;
  const tells = { updatesUsers: true, leavers: 'suppress' } as const;
  await bed.run(
    exported(staffOf('ada'), staffOf('grace'), staffOf('alan'), staffOf('edith'), staffOf('tony')),
    tells,
  );
  // Somebody moves, somebody has another name, two have left, one has come, and a row comes twice.
  await bed.run(
    exported(
      staffOf('ada', { last: `${MARK}sen` }),
      staffOf('grace', { email: address('hopper') }),
      staffOf('alan'),
      staffOf('barbara'),
      staffOf('barbara'),
    ),
    tells,
  );
  const [update] = (await pool.query<{ id: number }>('SELECT invite_id AS id FROM user_update'))
    .rows;
  const claim = await claimUpdate(pool, update?.id ?? 0, 'worker');
  if (claim === null) throw new Error('Expected an update');
  await finishUpdate(pool, claim);
  // One is back under another address, known by number and by a name in other letters.
  const back = { email: address('edith2'), first: `${MARK.toUpperCase()} EDITH` };
  await bed.run(exported(staffOf('ada'), staffOf('edith', back), staffOf('barbara')), tells);
  await bed.run(`${csvOf([staffOf('ada'), staffOf('held')])}`, {
    ...tells,
    safeguards: { ...SAFEGUARDS, leavers: { atLeast: 1, share: 0 } },
  });
}

async function forgetting({ pool, clientId }: SyncBed): Promise<void> {
  await forgetPeople(pool, [who('eve')], false);
  await forgetPeople(pool, [who('linus')], false);
  await importRoster(pool, clientId, [usable(2, 'eve'), usable(3, 'katherine')]);
  await unsuppress(pool, [who('loud')]);
}
