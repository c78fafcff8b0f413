import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claimInvite, finishCall } from '../../src/ledger/calls.js';
import { gathered } from '../../src/ledger/gathered.js';
import { endOf, lostEnd } from './call-end.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { attemptsOf, inviteRow, seed } from './seed.js';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

const claim = (inviteId: number) =>
  claimInvite(bed.pool, inviteId, 'pre-register', `worker-of-${inviteId}`);

async function seedQueued(people: number): Promise<readonly number[]> {
  const { clientId, inviteIds } = await seed(bed.pool, people);
  await bed.pool.query("UPDATE invite SET state = 'queued' WHERE client_id = $1", [clientId]);
  return inviteIds;
}

async function claimAll(inviteIds: readonly number[]): Promise<number[]> {
  const claims = await Promise.all(inviteIds.map(claim));
  return claims.map((one) => one?.attemptId ?? 0);
}

describe('what is asked for together', () => {
  test('is done in sets, and what comes meanwhile is the next one', async () => {
    const sets: (readonly number[])[] = [];
    const double = gathered<number, number>(async (_pool, items) => {
      sets.push(items);
      if (sets.length === 1) later = [4, 5].map((item) => double(bed.pool, item));
      return items.map((item) => item * 2);
    });
    let later: Promise<number>[] = [];
    const first = [1, 2, 3].map((item) => double(bed.pool, item));
    expect(await Promise.all(first)).toEqual([2, 4, 6]);
    expect(await Promise.all(later)).toEqual([8, 10]);
    expect(sets).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  test('is done in several sets where there is much of it', async () => {
    const sizes: number[] = [];
    const count = gathered<number, number>(async (_pool, items) => {
      sizes.push(items.length);
      return items;
    });
    const items = Array.from({ length: 450 }, (_, n) => n);
    expect(await Promise.all(items.map((item) => count(bed.pool, item)))).toEqual(items);
    expect(sizes).toEqual([200, 200, 50]);
  });

  test('is told of a failure that is not the server’s, and the next set is done', async () => {
    let fails = true;
    const work = gathered<number, number>((_pool, items) =>
      fails ? Promise.reject(new Error('gone')) : Promise.resolve(items),
    );
    const asked = [1, 2].map((item) => work(bed.pool, item));
    const ends = await Promise.allSettled(asked);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await work(bed.pool, 3)).toBe(3);
  });
});

describe('claims', () => {
  test('that are asked for together go each to whoever asked', async () => {
    const inviteIds = await seedQueued(30);
    const claims = await Promise.all([...inviteIds, 2_000_000_000].map(claim));
    expect(claims.pop()).toBeNull();
    expect(claims.map((one) => one?.inviteId)).toEqual(inviteIds);
    const { rows } = await bed.pool.query(
      `SELECT FROM attempt WHERE invite_id = ANY ($1) AND worker = 'worker-of-' || invite_id AND ended_at IS NULL`,
      [inviteIds],
    );
    expect(rows).toHaveLength(30);
  });
});

describe('ends of calls', () => {
  test('that come together count each for its own invite', async () => {
    const [invited = 0, lost = 0] = await seedQueued(2);
    const [first = 0, second = 0] = await claimAll([invited, lost]);
    await Promise.all([finishCall(bed.pool, endOf(first)), finishCall(bed.pool, lostEnd(second))]);
    expect(await inviteRow(bed.pool, invited)).toMatchObject({ state: 'invited', code: null });
    expect(await inviteRow(bed.pool, lost)).toMatchObject({
      state: 'unknown',
      code: 'answer_lost',
    });
  });

  test('of which the server refuses one are recorded but for that one', async () => {
    const [good = 0, bad = 0] = await seedQueued(2);
    const [first = 0, second = 0] = await claimAll([good, bad]);
    const ends = await Promise.allSettled([
      finishCall(bed.pool, endOf(first)),
      finishCall(bed.pool, endOf(second, { uuid: 'no uuid' })),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await inviteRow(bed.pool, good)).toMatchObject({ state: 'invited' });
    expect(await inviteRow(bed.pool, bad)).toMatchObject({ state: 'sending' });
  });

  test.each(['late answer first', 'late answer last'])(
    'of two calls for one invite count by the one that says that the person was invited: %s',
    async (order) => {
      const [inviteId = 0] = await seedQueued(1);
      const [late = 0] = await claimAll([inviteId]);
      // As the sweep leaves an invite whose call it has given up.
      await bed.pool.query("UPDATE invite SET state = 'unknown' WHERE id = $1", [inviteId]);
      const [current = 0] = await claimAll([inviteId]);
      const ends = [endOf(late), lostEnd(current)];
      if (order === 'late answer last') ends.reverse();
      await Promise.all(ends.map((end) => finishCall(bed.pool, end)));
      expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'invited' });
      const outcomes = (await attemptsOf(bed.pool, inviteId)).map(({ outcome }) => outcome);
      expect(outcomes).toEqual(['invited', 'unknown']);
    },
  );

  test('of two calls for one invite count by the later call where neither invited anybody', async () => {
    const [inviteId = 0] = await seedQueued(1);
    const [late = 0] = await claimAll([inviteId]);
    await bed.pool.query("UPDATE invite SET state = 'unknown' WHERE id = $1", [inviteId]);
    const [current = 0] = await claimAll([inviteId]);
    const refused = { state: 'failed', outcome: 'failed', uuid: null } as const;
    await Promise.all([
      finishCall(bed.pool, lostEnd(late)),
      finishCall(bed.pool, endOf(current, refused)),
    ]);
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'failed' });
  });
});
