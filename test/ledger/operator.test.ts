import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claimInvite, finishCall } from '../../src/ledger/calls.js';
import { countOpen, countReasons, countStates } from '../../src/ledger/counts.js';
import { cancelInvites, retryInvites } from '../../src/ledger/operator.js';
import { endOf, lostEnd } from './call-end.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { inviteRow, rowOf, type Seeded, seed, takeIn } from './seed.js';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

const FAILED = { httpStatus: 422, outcome: 'failed', state: 'failed', uuid: null } as const;

/** Six people of one client, one in each of: pending, queued, sending, invited, failed, unknown. */
async function seedStates(): Promise<Seeded> {
  const seeded = await seed(bed.pool, 6);
  const [, queued, ...called] = seeded.inviteIds;
  await bed.pool.query("UPDATE invite SET state = 'queued' WHERE id = ANY ($1)", [
    [queued, ...called],
  ]);
  const attemptIds: number[] = [];
  for (const id of called) {
    const claim = await claimInvite(bed.pool, id, 'pre-register', 'worker-1');
    attemptIds.push(claim?.attemptId ?? 0);
  }
  const [, invited = 0, failed = 0, unknown = 0] = attemptIds;
  await finishCall(bed.pool, endOf(invited));
  await finishCall(
    bed.pool,
    endOf(failed, { ...FAILED, code: 'invalid_form_fields', message: 'No.' }),
  );
  await finishCall(bed.pool, lostEnd(unknown, null));
  return seeded;
}

const scopeOf = ({ clientId }: Seeded) => ({ clientId, batchId: null });

describe('cancel', () => {
  test('keeps everybody from being called but those who have been invited or are being called', async () => {
    const seeded = await seedStates();
    expect(await cancelInvites(bed.pool, scopeOf(seeded))).toBe(4);
    expect(await countStates(bed.pool, scopeOf(seeded))).toEqual({
      cancelled: 4,
      sending: 1,
      invited: 1,
    });
    expect(await countOpen(bed.pool, null, [seeded.clientId])).toBe(1);
  });

  test('lets a call that is under way end as it ends', async () => {
    const seeded = await seedStates();
    await cancelInvites(bed.pool, scopeOf(seeded));
    const { rows } = await bed.pool.query<{ attemptId: number }>(
      `SELECT attempt_id AS "attemptId" FROM invite WHERE client_id = $1 AND state = 'sending'`,
      [seeded.clientId],
    );
    await finishCall(bed.pool, endOf(rows[0]?.attemptId ?? 0));
    expect(await countStates(bed.pool, scopeOf(seeded))).toMatchObject({ invited: 2 });
  });
});

describe('retry', () => {
  test('starts over with those who failed, are in doubt or were cancelled', async () => {
    const seeded = await seedStates();
    expect(await retryInvites(bed.pool, scopeOf(seeded))).toBe(2);
    expect(await countStates(bed.pool, scopeOf(seeded))).toEqual({
      pending: 3,
      queued: 1,
      sending: 1,
      invited: 1,
    });
    const failed = seeded.inviteIds[4] ?? 0;
    expect(await inviteRow(bed.pool, failed)).toMatchObject({ tries: 0, code: null, isDue: true });
  });

  test('remembers that an earlier call may have arrived', async () => {
    const seeded = await seedStates();
    await retryInvites(bed.pool, scopeOf(seeded), ['unknown']);
    expect(await inviteRow(bed.pool, seeded.inviteIds[5] ?? 0)).toMatchObject({
      state: 'pending',
      mayHaveArrived: true,
    });
  });

  test('takes only the states that are asked for', async () => {
    const seeded = await seedStates();
    expect(await retryInvites(bed.pool, scopeOf(seeded), ['failed'])).toBe(1);
    expect(await countStates(bed.pool, scopeOf(seeded))).toMatchObject({ unknown: 1 });
  });

  test('brings back who was cancelled', async () => {
    const seeded = await seed(bed.pool, 3);
    await cancelInvites(bed.pool, scopeOf(seeded));
    expect(await retryInvites(bed.pool, scopeOf(seeded))).toBe(3);
    expect(await countOpen(bed.pool, null, [seeded.clientId])).toBe(3);
  });
});

describe('a scope', () => {
  test('of a batch is everybody in its rows, wherever they came in first', async () => {
    const seeded = await seed(bed.pool, 3);
    const rows = [rowOf(2, 'person1@example.com'), rowOf(3, 'new@example.com')];
    const batchId = await takeIn(bed.pool, seeded.clientId, rows);
    expect(await cancelInvites(bed.pool, { clientId: null, batchId })).toBe(2);
    expect(await countStates(bed.pool, scopeOf(seeded))).toEqual({ pending: 2, cancelled: 2 });
    expect(await countOpen(bed.pool, batchId, [seeded.clientId])).toBe(0);
    expect(await countOpen(bed.pool, seeded.batchId, [seeded.clientId])).toBe(2);
  });

  test('of one client leaves the others alone', async () => {
    const [one, other] = [await seed(bed.pool, 2), await seed(bed.pool, 2)];
    await cancelInvites(bed.pool, scopeOf(one));
    expect(await countStates(bed.pool, scopeOf(other))).toEqual({ pending: 2 });
  });
});

describe('the reasons', () => {
  test('tell why people failed or are in doubt, the most frequent first', async () => {
    const seeded = await seedStates();
    expect(await countReasons(bed.pool, scopeOf(seeded))).toEqual([
      { state: 'unknown', code: 'answer_lost', message: 'The answer was lost.', people: 1 },
      { state: 'failed', code: 'invalid_form_fields', message: 'No.', people: 1 },
    ]);
  });
});
