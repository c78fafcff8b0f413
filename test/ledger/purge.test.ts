import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { claimInvite } from '../../src/ledger/calls.js';
import { countStates } from '../../src/ledger/counts.js';
import { findForgotten } from '../../src/ledger/forget.js';
import { foreseePurge, purge } from '../../src/ledger/purge.js';
import { enqueuePending } from '../../src/ledger/queued.js';
import { linesWith } from './everything.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { ADDRESS, addRun, MARKS, seedMarked, stageRow } from './marked-person.js';
import { refusedRow, type Seeded, seed, takeIn } from './seed.js';

const DAY_MS = 86_400_000;
const SPAN_MS = 90 * DAY_MS;

let bed: LedgerBed;

beforeEach(async () => {
  bed = await openLedgerBed();
});

afterEach(() => bed?.close());

const longAgo = () => new Date(Date.now() - SPAN_MS);

/** Puts somebody into a state that they have been in for so many days. */
async function put(inviteId: number | undefined, state: string, days: number): Promise<void> {
  await bed.pool.query('ALTER TABLE invite DISABLE TRIGGER USER');
  await bed.pool.query(
    "UPDATE invite SET state = $2, state_at = now() - $3 * interval '1 day' WHERE id = $1",
    [inviteId, state, days],
  );
  await bed.pool.query('ALTER TABLE invite ENABLE TRIGGER USER');
}

/** Has everybody's story ended long ago. */
async function endAll({ inviteIds }: Seeded): Promise<void> {
  for (const id of inviteIds) await put(id, 'activated', 100);
}

describe('a purge', () => {
  test('keeps whom another client has still to call, and has them called', async () => {
    const { pool } = bed;
    const [first, second] = [await seed(pool, 2), await seed(pool, 2)];
    await endAll(first);
    await put(second.inviteIds[1], 'activated', 100);
    expect(await foreseePurge(pool, longAgo())).toMatchObject({ people: 2, open: 2 });
    expect(await purge(pool, { before: longAgo(), set: 10 })).toMatchObject({ people: 2 });
    await enqueuePending(pool, second.clientId, 10);
    const [open = 0] = second.inviteIds;
    expect(await claimInvite(pool, open, 'pre-register', 'worker-1')).not.toBeNull();
  });

  test('takes everybody whose story ended before, and keeps and counts the others', async () => {
    const { pool } = bed;
    const seeded = await seed(pool, 10);
    const stands: [string, number][] = [
      ['activated', 91],
      ['expired', 91],
      ['cancelled', 91],
      ['failed', 91],
      ['activated', 89],
      ['pending', 400],
      ['invited', 400],
      ['existing', 400],
      ['unknown', 400],
      ['sending', 400],
    ];
    for (const [index, [state, days]] of stands.entries()) {
      await put(seeded.inviteIds[index], state, days);
    }
    const scope = { clientId: seeded.clientId, batchId: null };
    const counts = await countStates(pool, scope);

    expect(await foreseePurge(pool, longAgo())).toEqual({
      people: 4,
      refusedRows: 0,
      changes: 0,
      open: 5,
      recent: 1,
      synced: 0,
      underWay: 0,
    });
    expect(await purge(pool, { before: longAgo(), set: 1_000 })).toMatchObject({ people: 4 });

    const gone = [0, 1, 2, 3].map((n) => `person${n}@example.com`);
    expect(await linesWith(pool, gone)).toEqual([]);
    for (const n of [4, 5, 6, 7, 8, 9]) {
      expect(await linesWith(pool, [`person${n}@example.com`])).not.toEqual([]);
    }
    expect(await countStates(pool, scope)).toEqual(counts);
    expect(await findForgotten(pool, 'email', gone)).toHaveLength(4);
  });

  test.each([1, 3, 7, 1_000])('in sets of %i takes the same', async (set) => {
    const { pool } = bed;
    const seeded = await seed(pool, 7);
    await takeIn(pool, seeded.clientId, [refusedRow(2), refusedRow(3), refusedRow(4)]);
    await pool.query("UPDATE batch SET finished_at = now() - interval '100 days'");
    await endAll(seeded);
    const sets: number[] = [];
    const purged = await purge(pool, {
      before: longAgo(),
      set,
      onSet: ({ people }) => sets.push(people),
    });
    expect(purged).toEqual({ people: 7, refusedRows: 3, changes: 0 });
    expect(sets[0]).toBe(Math.min(set, 7));
    expect(await linesWith(pool, ['@example.com', 'with "quotes"', 'with \\"quotes\\"'])).toEqual(
      [],
    );
    expect(await purge(pool, { before: longAgo(), set })).toEqual({
      people: 0,
      refusedRows: 0,
      changes: 0,
    });
  });

  test('that is stopped between two sets is gone on with by the next', async () => {
    const { pool } = bed;
    await endAll(await seed(pool, 5));
    const stopping = new AbortController();
    const purged = await purge(pool, {
      before: longAgo(),
      set: 2,
      signal: stopping.signal,
      onSet: () => stopping.abort(),
    });
    expect(purged).toEqual({ people: 2, refusedRows: 0, changes: 0 });
    expect(await purge(pool, { before: longAgo(), set: 2 })).toMatchObject({ people: 3 });
  });

  test('keeps refused rows of batches that ended since', async () => {
    const { pool } = bed;
    const { clientId } = await seed(pool, 0);
    await takeIn(pool, clientId, [refusedRow(2)]);
    expect(await purge(pool, { before: longAgo(), set: 10 })).toMatchObject({ refusedRows: 0 });
  });

  test('takes all that there is of a person, but for what suppresses them', async () => {
    const { pool } = bed;
    const { inviteId, inviteIds } = await seedMarked(pool);
    await put(inviteId, 'activated', 100);
    await put(inviteIds[0], 'activated', 1);
    await pool.query("UPDATE sync_person SET left_at = now() - interval '95 days'");
    await pool.query(
      "UPDATE sync_run SET ended_at = now() - interval '95 days', is_staged = false",
    );
    await pool.query('DELETE FROM sync_row');
    await pool.query("UPDATE batch SET finished_at = now() - interval '100 days'");
    expect(await purge(pool, { before: longAgo(), set: 10 })).toEqual({
      people: 1,
      refusedRows: 1,
      changes: 2,
    });
    const left = await linesWith(pool, MARKS);
    expect(left.map((line) => line.split(':')[0])).toEqual(['suppression']);
  });
});

describe('whom a purge keeps though their story has ended', () => {
  const outlook = () => foreseePurge(bed.pool, longAgo());

  test.each([
    ['is still in the export of a sync', 'NULL'],
    ['left it since', "now() - interval '89 days'"],
  ])('somebody who %s', async (_, leftAt) => {
    const { pool } = bed;
    const { inviteId } = await seedMarked(pool);
    await put(inviteId, 'activated', 400);
    await pool.query(`UPDATE sync_person SET left_at = ${leftAt}`);
    expect(await outlook()).toMatchObject({ people: 0, synced: 1 });
    expect(await purge(pool, { before: longAgo(), set: 10 })).toMatchObject({ people: 0 });
    expect(await linesWith(pool, [ADDRESS])).not.toEqual([]);
  });

  test('somebody who stands in a plan that is held', async () => {
    const { pool } = bed;
    const { inviteId, syncId } = await seedMarked(pool);
    await put(inviteId, 'expired', 400);
    await pool.query("UPDATE sync_person SET left_at = now() - interval '200 days'");
    await stageRow(pool, await addRun(pool, syncId, 'held'));
    expect(await outlook()).toMatchObject({ people: 0, underWay: 1 });
    expect(await purge(pool, { before: longAgo(), set: 10 })).toMatchObject({ people: 0 });
  });

  test('somebody for whom a call is made', async () => {
    const { pool } = bed;
    const { clientId, inviteIds } = await seed(pool, 1);
    await put(inviteIds[0], 'activated', 400);
    await pool.query(
      "INSERT INTO attempt (invite_id, client_id, kind, worker) VALUES ($1, $2, 'resend', 'w')",
      [inviteIds[0], clientId],
    );
    expect(await outlook()).toMatchObject({ people: 0, underWay: 1 });
    expect(await purge(pool, { before: longAgo(), set: 10 })).toMatchObject({ people: 0 });
  });
});
