import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readOutlook } from '../../src/ledger/outlook.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { seed } from './seed.js';
import { seedInvited } from './seed-invited.js';

let bed: LedgerBed;

beforeAll(async () => {
  bed = await openLedgerBed();
});

afterAll(() => bed?.close());

test('the outlook counts what comes within a day, and tells when the next message is', async () => {
  const { pool } = bed;
  const { clientId } = await seedInvited(pool, 5);
  const steps = [
    [2, 'resend', '-1 hour'],
    [3, 'resend', '23 hours'],
    [4, 'resend', '25 hours'],
    [5, 'expire', '1 hour'],
  ] as const;
  for (const [line, step, interval] of steps) {
    await pool.query(
      `UPDATE invite SET next_step = $2, next_at = ledger_now() + $3::interval, next_slot = CASE $2 WHEN 'resend' THEN 1 END
        WHERE client_id = $4 AND line = $1`,
      [line, step, interval, clientId],
    );
  }
  await pool.query(
    'UPDATE invite SET by_hand_at = ledger_now() WHERE client_id = $1 AND line = 6',
    [clientId],
  );
  const { rows } = await pool.query(
    'SELECT next_at FROM invite WHERE client_id = $1 AND line = 2',
    [clientId],
  );
  expect(await readOutlook(pool, clientId)).toEqual({
    resends: 2,
    nextResendAt: rows[0]?.next_at,
    expiries: 1,
    byHand: 1,
    held: 0,
    heldUntil: null,
  });
});

test('the outlook tells of invitations that wait for a later time', async () => {
  const { pool } = bed;
  const { clientId } = await seed(pool, 2);
  const until = new Date(Date.now() + 86_400_000);
  await pool.query('UPDATE invite SET due_at = $2 WHERE client_id = $1 AND line = 3', [
    clientId,
    until,
  ]);
  expect(await readOutlook(pool, clientId)).toMatchObject({ held: 1, heldUntil: until });
});
