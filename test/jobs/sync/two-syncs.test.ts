import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { saveClient } from '../../../src/ledger/clients.js';
import type { SyncRun } from '../../../src/ledger/syncs/runs.js';
import { removeSync, saveSync } from '../../../src/ledger/syncs/syncs.js';
import type { LeaversChoice } from '../../../src/sync/leavers-choice.js';
import { clientConfig } from '../../ledger/seed.js';
import { csvOf, openSyncBed, type Staff, type SyncBed, staff } from './sync-bed.js';

let bed: SyncBed;
let other: { readonly id: number; readonly name: string };
beforeEach(async () => {
  bed = await openSyncBed();
  const { pool, clientId } = bed;
  other = await saveSync(pool, { name: 'subsidiary', clientId, settings: null });
});
afterEach(() => bed.close());

/** A run of the subsidiary's sync, whose people are of the same client. */
async function runOther(people: readonly Staff[], leavers: LeaversChoice): Promise<SyncRun> {
  const run = await bed.begin({}, bed.context(csvOf(people), { sync: other, leavers }));
  if (run === null) throw new Error('Expected a run by hand to begin');
  return run;
}

const suppressed = async () =>
  (await bed.pool.query('SELECT identifier FROM suppression')).rows.length;

describe.each(['cancel', 'suppress'] as const)(
  'whoever goes to a subsidiary, by %s,',
  (leavers) => {
    beforeEach(async () => {
      await bed.run(staff(2), { leavers });
    });

    test('keeps their invite where the subsidiary has them first', async () => {
      expect((await runOther(staff(1, 2), leavers)).counts).toMatchObject({ known: 1 });
      const { id, counts } = await bed.run(staff(1), { leavers });
      expect(counts).toMatchObject({ leavers: 1 });
      expect(await bed.changes(id)).toMatchObject([{ kind: 'leaver', result: 'reported' }]);
      expect(Object.values(await bed.invites())).toEqual(['pending', 'pending']);
      expect(await suppressed()).toBe(0);
      expect((await runOther([...staff(1, 2), ...staff(1, 9)], leavers)).counts).toMatchObject({
        unchanged: 1,
      });
    });

    test('is invited again where the company has missed them first', async () => {
      await bed.run(staff(1), { leavers });
      expect((await runOther(staff(1, 2), leavers)).counts).toMatchObject({ joiners: 1 });
      expect(Object.values(await bed.invites())).toEqual(['pending', 'pending']);
      expect(await suppressed()).toBe(0);
    });

    test('is invited again where both ran at once', async () => {
      await runOther(staff(1, 2), leavers);
      await bed.pool.query(
        "UPDATE invite SET state = 'cancelled', code = 'left' WHERE identifier LIKE 'person2@%'",
      );
      await bed.pool.query(
        `INSERT INTO suppression (auth_type, identifier, reason, for_leaving)
       VALUES ('email', 'person2@example.com', 'left (sync hr)', true)`,
      );
      // The same export as before.
      expect((await runOther(staff(1, 2), leavers)).counts).toMatchObject({ returned: 1 });
      expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'pending' });
      expect(await suppressed()).toBe(0);
    });

    test('is gone once both have missed them', async () => {
      await runOther(staff(1, 2), leavers);
      await bed.run(staff(1), { leavers });
      await runOther(staff(1, 9), leavers);
      expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'cancelled left' });
    });
  },
);

describe('whoever leaves while another client has them', () => {
  test('is cancelled, but not suppressed for both', async () => {
    const { pool } = bed;
    const id = await saveClient(pool, clientConfig({ name: 'globex' }));
    const sync = await saveSync(pool, { name: 'globex', clientId: id, settings: null });
    const leavers = 'suppress';
    const client = { id, authType: 'email' } as const;
    await bed.run(staff(2), { leavers });
    await bed.begin({}, bed.context(csvOf(staff(2)), { sync, client, leavers }));
    await bed.run(staff(1), { leavers });
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'cancelled left' });
    expect(await suppressed()).toBe(0);
    await bed.begin({}, bed.context(csvOf(staff(1)), { sync, client, leavers }));
    expect(await suppressed()).toBe(1);
  });
});

describe('a sync that is removed', () => {
  test('leaves no suppression behind that no other lifts', async () => {
    await bed.run(staff(2), { leavers: 'suppress' });
    await bed.run(staff(1), { leavers: 'suppress' });
    await removeSync(bed.pool, bed.syncId);
    expect((await runOther(staff(2), 'suppress')).counts).toMatchObject({ known: 1, joiners: 1 });
    expect(await suppressed()).toBe(0);
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'pending' });
  });

  test('has to have no run that is going', async () => {
    await bed.run('', {
      fetch: async (signal) => {
        await expect(removeSync(bed.pool, bed.syncId)).rejects.toMatchObject({
          code: 'sync.still_running',
        });
        return await bed.context(csvOf(staff(1))).fetch(signal);
      },
    });
    await removeSync(bed.pool, bed.syncId);
    expect((await bed.pool.query('SELECT FROM sync_run')).rowCount).toBe(0);
  });
});
