import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refuseSuppressed } from '../../jobs/refuse-suppressed.js';
import { claimInvite } from '../../src/ledger/calls.js';
import { countStates } from '../../src/ledger/counts.js';
import { exportPerson } from '../../src/ledger/export-person.js';
import {
  eraseForgotten,
  eraseLeftBehind,
  findForgotten,
  forgetPeople,
} from '../../src/ledger/forget.js';
import { requestResends } from '../../src/ledger/hand-resends.js';
import { retryInvites } from '../../src/ledger/operator.js';
import { enqueuePending } from '../../src/ledger/queued.js';
import { readStories } from '../../src/ledger/story.js';
import { listSuppressed, unsuppress } from '../../src/ledger/suppression.js';
import type { RosterRow } from '../../src/roster/index.js';
import { everything, linesWith } from './everything.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { ADDRESS, addRun, MARKS, type Marked, seedMarked, stageRow, WHO } from './marked-person.js';
import { inviteRow, refusedRow, rowOf, seed, seedQueued, takeIn } from './seed.js';

let bed: LedgerBed;
let marked: Marked;

beforeEach(async () => {
  bed = await openLedgerBed();
  marked = await seedMarked(bed.pool);
});

afterEach(() => bed?.close());

const forget = (isDryRun = false) => forgetPeople(bed.pool, [WHO], isDryRun);

async function roster(identifier: string): Promise<RosterRow[]> {
  const person = rowOf(2, identifier).person;
  if (person === null) throw new Error('Expected a person');
  const row: RosterRow = { line: 2, cells: [identifier, 'Ada'], person };
  const rows = async function* () {
    yield row;
  };
  const judged: RosterRow[] = [];
  for await (const one of refuseSuppressed(bed.pool, 'email', rows())) judged.push(one);
  return judged;
}

describe('somebody who is forgotten', () => {
  test('is in no table any more', async () => {
    const before = await linesWith(bed.pool, MARKS);
    const tables = new Set(before.map((line) => line.split(':')[0]));
    expect([...tables].sort()).toEqual([
      'invite',
      'roster_row',
      'suppression',
      'sync_change',
      'sync_person',
      'sync_row',
      'user_update',
    ]);
    expect(await forget()).toMatchObject({
      obstacle: null,
      erased: { invites: 1, cancelled: 0, rows: 5, synced: 1, changes: 2, suppressions: 1 },
    });
    expect(await linesWith(bed.pool, MARKS)).toEqual([]);
  });

  test('does not come back with a set of rows that was on its way', async () => {
    await forget();
    await takeIn(bed.pool, marked.clientId, [rowOf(2, ADDRESS)]);
    expect(await linesWith(bed.pool, [ADDRESS])).not.toEqual([]);
    await eraseForgotten(bed.pool, 'email', [ADDRESS, 'somebody.else@example.com']);
    expect(await linesWith(bed.pool, [ADDRESS])).toEqual([]);
  });

  test('comes in again only until a worker has their job, where the import was killed meanwhile', async () => {
    const { pool } = bed;
    await forget();
    await takeIn(pool, marked.clientId, [rowOf(2, ADDRESS)]);
    expect(await eraseLeftBehind(pool)).toBe(0);
    const queued = await enqueuePending(pool, marked.clientId, 10);
    expect(await claimInvite(pool, queued.at(-1) ?? 0, 'pre-register', 'worker-1')).toBeNull();
    expect(await eraseLeftBehind(pool)).toBe(1);
    expect(await linesWith(pool, [ADDRESS])).toEqual([]);
    expect(await eraseLeftBehind(pool)).toBe(0);
  });

  test('keeps uuid, state, times, calls and counts', async () => {
    const { pool } = bed;
    const scope = { clientId: marked.clientId, batchId: null };
    const kept = `SELECT id, uuid, state, state_at, invited_at, tries, batch_id, line FROM invite WHERE id = ${marked.inviteId}`;
    const before = [await countStates(pool, scope), (await pool.query(kept)).rows];
    const lengths = (await everything(pool)).length;
    await forget();
    expect([await countStates(pool, scope), (await pool.query(kept)).rows]).toEqual(before);
    const [story] = await readStories(pool, { uuid: marked.uuid });
    expect(story).toMatchObject({ uuid: marked.uuid, state: 'invited', suppressedAt: null });
    expect(story?.forgottenAt).toBeInstanceOf(Date);
    expect(story?.happenings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['row', 'call', 'event']),
    );
    // Gone are the staged row, the update and the suppression; come is the name that stands for the person.
    expect((await everything(pool)).length).toBe(lengths - 2);
  });

  test('leaves everybody else as they were', async () => {
    const others = await linesWith(bed.pool, ['person0@example.com']);
    expect(others).not.toEqual([]);
    await forget();
    expect(await linesWith(bed.pool, ['person0@example.com'])).toEqual(others);
  });

  test('by a dry run is told the same, and is there as before', async () => {
    const before = await everything(bed.pool);
    const foreseen = await forget(true);
    expect((await everything(bed.pool)).sort()).toEqual(before.sort());
    expect(await forget()).toEqual(foreseen);
  });

  test('a second time has nothing to remove, and a stranger neither', async () => {
    await forget();
    expect(await forget()).toMatchObject({ wasForgotten: true, erased: { invites: 0, rows: 0 } });
    const stranger = { authType: 'email', identifier: 'stranger@example.com' } as const;
    expect(await forgetPeople(bed.pool, [stranger], false)).toMatchObject({ wasForgotten: false });
    expect(await findForgotten(bed.pool, 'email', [stranger.identifier])).toEqual([]);
  });

  test('is cancelled where the first call was still to come, and no retry calls them', async () => {
    const { pool } = bed;
    const { clientId, inviteId } = await seedQueued(pool);
    const who = { authType: 'email', identifier: 'person0@example.com' } as const;
    const before = await pool.query('SELECT id FROM invite WHERE identifier = $1', [
      who.identifier,
    ]);
    expect(await forgetPeople(pool, [who], false)).toMatchObject({
      erased: { invites: before.rows.length, cancelled: before.rows.length },
    });
    expect(await inviteRow(pool, inviteId)).toMatchObject({
      state: 'cancelled',
      code: 'forgotten',
      isOpen: false,
    });
    expect(await retryInvites(pool, { clientId, batchId: null }, ['cancelled'])).toBe(0);
  });

  test('gets no message by hand, not even where suppressions are to be ignored', async () => {
    await forget();
    const selection = {
      clientId: marked.clientId,
      batchId: null,
      states: ['invited'],
      olderThanMs: null,
      identifiers: null,
    } as const;
    const request = { coolDownMs: 0, overrides: ['suppression'], named: 0 } as const;
    const judged = await requestResends(bed.pool, selection, request);
    expect(judged).toMatchObject([{ verdict: 'suppressed', people: 1 }]);
  });
});

describe('a refused row', () => {
  test.each([
    ['an address in other letters', 'ZanzibarQuux@Example.com', ADDRESS],
    ['a number without its country code', '07700 900987', '+447700900987'],
    ['a number with 00', '0044 (0) 7700-900987', '+447700900987'],
  ])('is emptied that names somebody who is forgotten: %s', async (_, cell, identifier) => {
    const batchId = await takeIn(bed.pool, marked.clientId, [
      { ...refusedRow(2), cells: ['Ada', cell] },
    ]);
    const authType = identifier.includes('@') ? 'email' : 'sms';
    await forgetPeople(bed.pool, [{ authType, identifier }], false);
    const { rows } = await bed.pool.query('SELECT cells FROM roster_row WHERE batch_id = $1', [
      batchId,
    ]);
    expect(rows).toEqual([{ cells: ['', ''] }]);
  });

  test.each([
    ['a longer address that ends alike', `x.${ADDRESS}`],
    ['an address at a longer domain', `${ADDRESS}.au`],
    ['a number that is another’s', '07700 900988'],
  ])('stays that names somebody else: %s', async (_, cell) => {
    const cells = ['Ada', cell];
    const batchId = await takeIn(bed.pool, marked.clientId, [{ ...refusedRow(2), cells }]);
    const phone = { authType: 'sms', identifier: '+447700900987' } as const;
    await forgetPeople(bed.pool, [WHO, phone], false);
    const { rows } = await bed.pool.query('SELECT cells FROM roster_row WHERE batch_id = $1', [
      batchId,
    ]);
    expect(rows).toEqual([{ cells }]);
  });
});

describe('somebody who was forgotten and is in a later roster', () => {
  test('is refused with the date and the remedy, and nothing of the row is kept', async () => {
    await forget();
    const [row] = await roster(ADDRESS);
    expect(row).toEqual({
      line: 2,
      cells: ['', ''],
      problems: [
        {
          column: '',
          code: 'identity.forgotten',
          message: expect.stringMatching(
            /removed on \d{4}-\d\d-\d\d\. .*rollcall suppress remove\.$/,
          ),
        },
      ],
    });
  });

  test('is refused for every client, also one that comes later', async () => {
    await forget();
    await seed(bed.pool, 1);
    expect((await roster(ADDRESS))[0]).toHaveProperty('problems');
  });

  test('is not called where the row was being taken in meanwhile', async () => {
    const { pool } = bed;
    await forget();
    // As an import does that read the row just before.
    await takeIn(pool, marked.clientId, [rowOf(2, ADDRESS)]);
    const { rows } = await pool.query<{ id: number }>(
      "UPDATE invite SET state = 'queued' WHERE identifier = $1 RETURNING id",
      [ADDRESS],
    );
    const inviteId = rows[0]?.id ?? 0;
    expect(await claimInvite(pool, inviteId, 'pre-register', 'w')).toBeNull();
    expect(await inviteRow(pool, inviteId)).toMatchObject({ state: 'cancelled' });
  });

  test('comes in as somebody new once an operator has said so, and can be forgotten again', async () => {
    const { pool } = bed;
    await forget();
    expect(await unsuppress(pool, [WHO])).toBe(1);
    expect((await roster(ADDRESS))[0]).toHaveProperty('person');
    await takeIn(pool, marked.clientId, [rowOf(2, ADDRESS)]);
    expect(await forget()).toMatchObject({ erased: { invites: 1, cancelled: 1 } });
    expect(await linesWith(pool, MARKS)).toEqual([]);
  });

  test('is in an export of a sync a row of theirs that holds nothing of them', async () => {
    const { pool } = bed;
    await forget();
    const runId = await addRun(pool, marked.syncId, 'running');
    await stageRow(pool, runId);
    expect(await linesWith(pool, MARKS)).toEqual([]);
    const { rows } = await pool.query(
      `SELECT r.kind, r.cells, r.person_id = p.id AS "isTheirs"
         FROM sync_row r, sync_person p WHERE r.run_id = $1 AND p.sync_id = $2`,
      [runId, marked.syncId],
    );
    expect(rows).toEqual([{ kind: 'suppressed', cells: ['', '', '', ''], isTheirs: true }]);
  });
});

describe('nobody is forgotten', () => {
  test('while a call for them is under way', async () => {
    await bed.pool.query(
      "INSERT INTO attempt (invite_id, client_id, kind, worker) VALUES ($1, $2, 'resend', 'w')",
      [marked.inviteId, marked.clientId],
    );
    const before = await everything(bed.pool);
    expect(await forget()).toEqual({ obstacle: { kind: 'call', sync: null, run: null } });
    expect((await everything(bed.pool)).sort()).toEqual(before.sort());
  });

  test.each(['held', 'running'])('while a run that has them is %s', async (state) => {
    const runId = await addRun(bed.pool, marked.syncId, state);
    await stageRow(bed.pool, runId);
    expect(await forget()).toMatchObject({ obstacle: { kind: state, run: runId } });
    expect(await listSuppressed(bed.pool)).toHaveLength(1);
  });
});

describe('an account whose address a sync has changed', () => {
  test('is forgotten by the new address too, which would come as somebody new', async () => {
    const { pool } = bed;
    await pool.query("UPDATE sync_person SET identifier = 'young@example.com'");
    await forget();
    expect(await findForgotten(pool, 'email', ['young@example.com', ADDRESS])).toHaveLength(2);
  });

  test('is told where another invite took its place', async () => {
    const { pool } = bed;
    await takeIn(pool, marked.clientId, [rowOf(2, 'young@example.com')]);
    await pool.query("UPDATE invite SET replaces = $1 WHERE identifier = 'young@example.com'", [
      marked.inviteId,
    ]);
    expect(await forget()).toMatchObject({ linked: ['young@example.com'] });
  });
});

describe('what is stored about a person', () => {
  test('is exported from every table that has something of them', async () => {
    const exported = await exportPerson(bed.pool, WHO);
    const text = JSON.stringify(exported);
    for (const mark of MARKS) expect(text).toContain(mark);
    expect(exported?.invites).toMatchObject([{ uuid: marked.uuid, identifier: ADDRESS }]);
    expect(exported?.rows).toHaveLength(3);
    expect(exported?.calls).toHaveLength(1);
    expect(exported?.events).toHaveLength(1);
    expect(exported?.updates).toHaveLength(1);
    expect(exported?.synced).toHaveLength(1);
    expect(exported?.syncChanges).toHaveLength(2);
    expect(exported?.stagedRows).toHaveLength(1);
    expect(exported?.suppressions).toHaveLength(1);
    expect(text).not.toContain('person0@example.com');
  });

  test('is, once they are forgotten, when that was, and nothing of theirs', async () => {
    await forget();
    const exported = await exportPerson(bed.pool, WHO);
    expect(exported?.forgotten).toMatchObject([{ cause: 'request' }]);
    const text = JSON.stringify(exported);
    for (const mark of MARKS) expect(text).not.toContain(mark);
  });

  test('is nothing of a stranger', async () => {
    const stranger = { authType: 'email', identifier: 'stranger@example.com' } as const;
    expect(await exportPerson(bed.pool, stranger)).toBeNull();
  });
});
