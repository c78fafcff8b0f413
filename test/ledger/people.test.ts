import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readBatchRows, readInvites } from '../../src/ledger/people.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { seedInvited } from './seed-invited.js';

let bed: LedgerBed;

beforeAll(async () => {
  bed = await openLedgerBed();
});

afterAll(() => bed?.close());

describe('people, as list and export have them', () => {
  test('carry what came after the invitation, and what comes next', async () => {
    const { pool } = bed;
    const { clientId, batchId } = await seedInvited(pool, 1);
    const nextAt = new Date('2026-12-01T08:00:00Z');
    const lastMessageAt = new Date('2026-11-22T08:00:00Z');
    await pool.query(
      `UPDATE invite SET resends = 2, last_message_at = $2, next_step = 'resend', next_slot = 3, next_at = $3
        WHERE client_id = $1`,
      [clientId, lastMessageAt, nextAt],
    );
    const aftermath = {
      state: 'invited',
      resends: 2,
      lastMessageAt,
      nextStep: 'resend',
      nextAt,
      activatedAt: null,
      activatedBy: null,
    };

    for await (const row of readBatchRows(pool, batchId)) expect(row).toMatchObject(aftermath);
    for await (const person of readInvites(pool, null, clientId))
      expect(person).toMatchObject(aftermath);
    expect.assertions(2);
  });
});
