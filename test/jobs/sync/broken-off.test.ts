import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SyncContext } from '../../../jobs/sync/sync-context.js';
import { openSyncBed, type Staff, type SyncBed, staff } from './sync-bed.js';

let bed: SyncBed;
beforeEach(async () => {
  bed = await openSyncBed();
});
afterEach(() => bed.close());

/** A run that does everything but its last step, as when its process is killed right before. */
async function breakOff(
  people: readonly Staff[],
  change: Partial<SyncContext> = {},
): Promise<void> {
  await bed.pool.query(
    "ALTER TABLE sync_run ADD CONSTRAINT never_done CHECK (state <> 'done') NOT VALID",
  );
  expect(await bed.run(people, change)).toMatchObject({ state: 'failed', step: 'carry-out' });
  await bed.pool.query('ALTER TABLE sync_run DROP CONSTRAINT never_done');
}

/** Everybody has been invited, and the first so many have activated. */
async function inviteAll(activated = 0): Promise<void> {
  for (const state of ['queued', 'sending', 'invited'])
    await bed.pool.query('UPDATE invite SET state = $1', [state]);
  await bed.pool.query(
    'UPDATE invite SET uuid = gen_random_uuid(), invited_at = ledger_now(), due_at = NULL',
  );
  await bed.pool.query(
    "UPDATE invite SET state = 'activated' WHERE id IN (SELECT id FROM invite ORDER BY id LIMIT $1)",
    [activated],
  );
}

const suppressed = async () =>
  (await bed.pool.query('SELECT identifier FROM suppression')).rows.length;

describe('after a run that broke off, an export that was mended', () => {
  test('brings back whom that run had cancelled as having left', async () => {
    await bed.run(staff(3));
    await breakOff(staff(1));
    expect(Object.values(await bed.invites())).toEqual([
      'pending',
      'cancelled left',
      'cancelled left',
    ]);
    expect((await bed.run(staff(3))).counts).toMatchObject({ returned: 2, unchanged: 1 });
    expect(Object.values(await bed.invites())).toEqual(['pending', 'pending', 'pending']);
    expect((await bed.run([...staff(3)].reverse())).counts).toMatchObject({ unchanged: 3 });
  });

  test('has whoever is still missing as a leaver, whose invite was cancelled', async () => {
    await bed.run(staff(3));
    await breakOff(staff(1));
    const { id } = await bed.run(staff(2));
    expect(await bed.changes(id)).toMatchObject([
      { kind: 'returned', result: 'taken-in' },
      { kind: 'leaver', result: 'cancelled' },
    ]);
    expect((await bed.run([...staff(2)].reverse())).counts).toMatchObject({ leavers: 0 });
  });

  test('lifts what had suppressed them, also of those who have activated', async () => {
    await bed.run(staff(3));
    await inviteAll(2);
    await breakOff(staff(1), { leavers: 'suppress' });
    expect(await suppressed()).toBe(2);
    const run = await bed.run(staff(3), { leavers: 'suppress' });
    expect(run.counts).toMatchObject({ returned: 2 });
    expect(await suppressed()).toBe(0);
    expect(Object.values(await bed.invites()).sort()).toEqual([
      'activated',
      'activated',
      'invited',
    ]);
  });

  test('takes back a move, and leaves nobody invited at two addresses', async () => {
    await bed.run(staff(1));
    await breakOff([{ number: 'N1', email: 'ada@example.com' }]);
    await bed.run(staff(1));
    expect(await bed.invites()).toEqual({
      'person1@example.com': 'pending',
      'ada@example.com': 'cancelled moved',
    });
  });

  test('ends in one invite where the person has moved on, and in none where they have left', async () => {
    await bed.run(staff(1));
    await breakOff([{ number: 'N1', email: 'ada@example.com' }]);
    await bed.run([{ number: 'N1', email: 'grace@example.com' }]);
    expect(await bed.invites()).toEqual({
      'person1@example.com': 'cancelled moved',
      'ada@example.com': 'cancelled moved',
      'grace@example.com': 'pending',
    });
    await breakOff([{ number: 'N1', email: 'ida@example.com' }]);
    await bed.run(staff(1, 9));
    expect(Object.values(await bed.invites()).sort()).toEqual([
      'cancelled left',
      'cancelled moved',
      'cancelled moved',
      'cancelled moved',
      'pending',
    ]);
  });

  test('knows the joiners of that run, and takes them for gone where it has them not', async () => {
    await bed.run(staff(1));
    await breakOff(staff(3));
    expect((await bed.run(staff(2))).counts).toMatchObject({ unchanged: 2, leavers: 1 });
    expect(await bed.invites()).toMatchObject({ 'person3@example.com': 'cancelled left' });
    const { rows } = await bed.pool.query('SELECT employee_number FROM sync_person ORDER BY 1');
    expect(rows).toHaveLength(3);
  });

  test('has Next Identity told of the data that count in the end', async () => {
    const told = async () =>
      (await bed.pool.query("SELECT profile->>'lastName' AS last FROM user_update")).rows;
    const updating = { updatesUsers: true };
    const married = [{ number: 'N1', email: 'person1@example.com', last: 'King' }];
    await bed.run(staff(1));
    await inviteAll();
    await breakOff(married, updating);
    expect(await told()).toEqual([{ last: 'King' }]);
    expect((await bed.run(staff(1), updating)).counts).toMatchObject({ changed: 1 });
    expect(await told()).toEqual([{ last: 'Lovelace' }]);
  });
});

describe('a run that was approved', () => {
  test('goes on from any set of rows, and adds nobody twice', async () => {
    const safeguards = { ...bed.context('').safeguards, firstRun: true };
    const { id } = await bed.run(staff(1_200), { safeguards });
    await bed.pool.query(
      "ALTER TABLE sync_person ADD CONSTRAINT stop CHECK (identifier <> 'person700@example.com')",
    );
    expect(await bed.approve(id)).toMatchObject({ state: 'failed' });
    await bed.pool.query('ALTER TABLE sync_person DROP CONSTRAINT stop');
    const count = 'SELECT count(*)::integer AS people FROM sync_person';
    expect((await bed.pool.query(count)).rows).toEqual([{ people: 500 }]);
    expect(await bed.approve(id)).toMatchObject({ state: 'done' });
    expect((await bed.pool.query(count)).rows).toEqual([{ people: 1_200 }]);
    expect((await bed.run([...staff(1_200)].reverse())).counts).toMatchObject({ unchanged: 1_200 });
  });
});
