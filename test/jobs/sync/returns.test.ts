import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { suppress } from '../../../src/ledger/suppression.js';
import { openSyncBed, type SyncBed, staff } from './sync-bed.js';

let bed: SyncBed;
beforeEach(async () => {
  bed = await openSyncBed();
  await bed.run(staff(2));
  for (const state of ['queued', 'sending', 'invited'])
    await bed.pool.query('UPDATE invite SET state = $1', [state]);
  await bed.pool.query(
    `UPDATE invite SET uuid = gen_random_uuid(), invited_at = ledger_now(), last_message_at = ledger_now(), due_at = NULL,
            resend_slot = 1`,
  );
});
afterEach(() => bed.close());

async function pass(days: number): Promise<void> {
  await bed.pool.query('UPDATE ledger SET clock_ahead = clock_ahead + make_interval(days => $1)', [
    days,
  ]);
}

/** How the person who left and came back stands: days that the policy counts so far, and whether a message is asked for. */
async function standing() {
  const { rows } = await bed.pool.query(
    `SELECT state, resend_slot AS slot, by_hand_at IS NOT NULL AS "isAskedFor",
            extract(day FROM ledger_now() - coalesce(reinvited_at, invited_at))::integer AS days
       FROM invite WHERE identifier = 'person2@example.com'`,
  );
  return rows[0];
}

describe('somebody who had been invited and returns', () => {
  test('after a few days goes on by the policy, which does not count them', async () => {
    await pass(2);
    await bed.run(staff(1));
    await pass(5);
    await bed.run(staff(2));
    expect(await standing()).toEqual({ state: 'invited', slot: 1, isAskedFor: false, days: 2 });
  });

  test('after a long time gets a message, and what is left of the policy counts from then on', async () => {
    await pass(2);
    await bed.run(staff(1));
    await pass(240);
    await bed.run(staff(2));
    expect(await standing()).toEqual({ state: 'invited', slot: 1, isAskedFor: true, days: 0 });
    await bed.run([...staff(2)].reverse());
    expect(await standing()).toMatchObject({ isAskedFor: true });
  });

  test('after having been given up meanwhile gets a message too', async () => {
    await bed.run(staff(1), { leavers: 'report' });
    await bed.pool.query("UPDATE invite SET state = 'expired' WHERE identifier LIKE 'person2@%'");
    await pass(30);
    await bed.run(staff(2), { leavers: 'report' });
    expect(await standing()).toEqual({ state: 'invited', slot: 1, isAskedFor: true, days: 0 });
  });

  test('at another address is not left invited at both, where leavers are only reported', async () => {
    await bed.run(staff(1), { leavers: 'report' });
    const back = { number: 'N2', email: 'ada@example.com' };
    const run = await bed.run([...staff(1), back], { leavers: 'report' });
    expect(run.counts).toMatchObject({ returned: 1 });
    expect(await bed.invites()).toMatchObject({
      'person2@example.com': 'cancelled moved',
      'ada@example.com': 'pending',
    });
  });

  test('stays suppressed where an operator had them suppressed as well', async () => {
    await bed.run(staff(1), { leavers: 'suppress' });
    await suppress(bed.pool, [
      { authType: 'email', identifier: 'person2@example.com', reason: 'asked for it' },
    ]);
    await bed.run(staff(2), { leavers: 'suppress' });
    const { rows } = await bed.pool.query('SELECT identifier, reason FROM suppression');
    expect(rows).toEqual([{ identifier: 'person2@example.com', reason: 'asked for it' }]);
  });
});
