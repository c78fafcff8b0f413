import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Claim, claimInvite, finishCall, releaseInvite } from '../../src/ledger/calls.js';
import { pauseClient, resumeClient } from '../../src/ledger/clients.js';
import { cancelInvites } from '../../src/ledger/operator.js';
import { endOf, lostEnd } from './call-end.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { attemptsOf, inviteRow, seed, seedQueued } from './seed.js';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

const claim = (inviteId: number, worker = 'worker-1') =>
  claimInvite(bed.pool, inviteId, 'pre-register', worker);

async function claimed(inviteId: number): Promise<Claim> {
  const taken = await claim(inviteId);
  if (taken === null) throw new Error('Expected the invite to be claimable');
  return taken;
}

describe('a claim', () => {
  test('takes the invite for one call and records that call before it is made', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    expect(await claim(inviteId)).toEqual({
      inviteId,
      attemptId: expect.any(Number),
      authType: 'email',
      profile: { emailAddress: 'person0@example.com', firstName: 'Ada' },
      locale: null,
      tries: 1,
      mayHaveArrived: false,
    });
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'sending', tries: 1 });
    expect(await attemptsOf(bed.pool, inviteId)).toEqual([
      { outcome: null, httpStatus: null, code: null, hasEnded: false },
    ]);
  });

  test('is won by one of twenty workers', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) => claim(inviteId, `worker-${n}`)),
    );
    expect(claims.filter((taken) => taken !== null)).toHaveLength(1);
    expect(await attemptsOf(bed.pool, inviteId)).toHaveLength(1);
  });

  test('is refused while the client is paused, and granted when it goes on', async () => {
    const { inviteId, clientId } = await seedQueued(bed.pool);
    await pauseClient(bed.pool, clientId, 'credentials_refused', 'Check the secret.');
    expect(await claim(inviteId)).toBeNull();
    await resumeClient(bed.pool, clientId);
    expect(await claim(inviteId)).not.toBeNull();
  });

  test('is refused before the invite is due', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    const { attemptId } = await claimed(inviteId);
    await finishCall(bed.pool, lostEnd(attemptId, 60_000));
    expect(await claim(inviteId)).toBeNull();
  });

  test('is refused for an invite that is not called by itself any more', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    const { attemptId } = await claimed(inviteId);
    await finishCall(bed.pool, lostEnd(attemptId, null));
    expect(await claim(inviteId)).toBeNull();
  });

  test.each(['pending', 'cancelled', 'invited'])(
    'is refused for an invite that is %s',
    async (state) => {
      const { inviteIds, clientId } = await seed(bed.pool, 1);
      const inviteId = inviteIds[0] ?? 0;
      if (state === 'cancelled') await cancelInvites(bed.pool, { clientId, batchId: null });
      if (state === 'invited') {
        await bed.pool.query("UPDATE invite SET state = 'queued' WHERE id = $1", [inviteId]);
        await finishCall(bed.pool, endOf((await claimed(inviteId)).attemptId));
      }
      expect(await claim(inviteId)).toBeNull();
      expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state });
    },
  );

  test('is refused for an invite that does not exist', async () => {
    expect(await claim(2_000_000_000)).toBeNull();
  });
});

describe('a claim that is given back', () => {
  test('leaves no trace', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    await releaseInvite(bed.pool, (await claimed(inviteId)).attemptId);
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'queued', tries: 0 });
    expect(await attemptsOf(bed.pool, inviteId)).toEqual([]);
    expect(await claim(inviteId)).toMatchObject({ tries: 1 });
  });

  test('leaves an invite in doubt in doubt', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    await finishCall(bed.pool, lostEnd((await claimed(inviteId)).attemptId));
    await releaseInvite(bed.pool, (await claimed(inviteId)).attemptId);
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({
      state: 'unknown',
      tries: 1,
      mayHaveArrived: true,
    });
  });

  test('does not undo a call that has ended', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    const { attemptId } = await claimed(inviteId);
    await finishCall(bed.pool, endOf(attemptId));
    await releaseInvite(bed.pool, attemptId);
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'invited', tries: 1 });
    expect(await attemptsOf(bed.pool, inviteId)).toHaveLength(1);
  });
});
