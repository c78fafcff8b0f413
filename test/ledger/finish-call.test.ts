import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Claim, claimInvite, finishCall, loseCalls } from '../../src/ledger/calls.js';
import { retryInvites } from '../../src/ledger/operator.js';
import { dismissWorker, seeWorker } from '../../src/ledger/workers.js';
import { endOf, lostEnd } from './call-end.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { attemptsOf, inviteRow, seedQueued } from './seed.js';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

const UUID = endOf(0).uuid;
const SILENT_MS = 20_000;
const CALL_MS = 120_000;

async function claim(inviteId: number, worker = 'worker-1'): Promise<Claim> {
  const claim = await claimInvite(bed.pool, inviteId, 'pre-register', worker);
  if (claim === null) throw new Error('Expected the invite to be claimable');
  return claim;
}

/** Puts the start of a call, or the last sign of its worker, so many ms back. */
const ageCall = (attemptId: number, ms: number) =>
  bed.pool.query(
    "UPDATE attempt SET started_at = now() - $2 * interval '1 millisecond' WHERE id = $1",
    [attemptId, ms],
  );
const ageWorker = (worker: string, ms: number) =>
  bed.pool.query(
    "UPDATE worker SET seen_at = now() - $2 * interval '1 millisecond' WHERE id = $1",
    [worker, ms],
  );

/** An invite whose call was given up as lost while its answer was on the way. */
async function seedLost() {
  const { inviteId, clientId } = await seedQueued(bed.pool);
  const { attemptId } = await claim(inviteId);
  await ageCall(attemptId, CALL_MS + 1_000);
  await loseCalls(bed.pool, SILENT_MS, CALL_MS);
  return { inviteId, clientId, lateAttemptId: attemptId };
}

describe('the end of a call', () => {
  test('records the outcome with the call, and the uuid with the invite', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    await finishCall(bed.pool, endOf((await claim(inviteId)).attemptId));
    expect(await inviteRow(bed.pool, inviteId)).toEqual({
      state: 'invited',
      tries: 1,
      mayHaveArrived: false,
      uuid: UUID,
      code: null,
      isDue: false,
      isOpen: false,
    });
    expect(await attemptsOf(bed.pool, inviteId)).toEqual([
      { outcome: 'invited', httpStatus: 201, code: null, hasEnded: true },
    ]);
  });

  test('with a 429 is recorded, and costs no try', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    const held = { httpStatus: 429, outcome: 'hold', uuid: null, dueInMs: 0, isTry: false };
    for (let calls = 0; calls < 3; calls += 1) {
      const { attemptId, tries } = await claim(inviteId);
      expect(tries).toBe(1);
      await finishCall(bed.pool, endOf(attemptId, { ...held, state: 'queued' }));
    }
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'queued', tries: 0 });
    expect(await attemptsOf(bed.pool, inviteId)).toHaveLength(3);
  });

  test('without an answer is remembered by every later claim', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    await finishCall(bed.pool, lostEnd((await claim(inviteId)).attemptId));
    expect(await claim(inviteId)).toMatchObject({ tries: 2, mayHaveArrived: true });
  });

  test('changes nothing the second time', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    const { attemptId } = await claim(inviteId);
    await finishCall(bed.pool, lostEnd(attemptId));
    const second = await claim(inviteId);
    await finishCall(bed.pool, lostEnd(attemptId));
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'sending', tries: 2 });
    await finishCall(bed.pool, endOf(second.attemptId));
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'invited' });
  });
});

describe('an answer that comes after its call was given up', () => {
  test('counts where it says that the person was invited', async () => {
    const { inviteId, lateAttemptId } = await seedLost();
    await finishCall(bed.pool, endOf(lateAttemptId));
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'invited', uuid: UUID });
  });

  test('counts also while the next call is under way, and that one’s answer changes nothing', async () => {
    const { inviteId, lateAttemptId } = await seedLost();
    const next = await claim(inviteId);
    await finishCall(bed.pool, endOf(lateAttemptId));
    await finishCall(bed.pool, lostEnd(next.attemptId));
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'invited', uuid: UUID });
    expect((await attemptsOf(bed.pool, inviteId)).map(({ outcome }) => outcome)).toEqual([
      'invited',
      'unknown',
    ]);
  });

  test('changes nothing where it brings no news', async () => {
    const { inviteId, lateAttemptId } = await seedLost();
    const failed = { httpStatus: 422, outcome: 'failed', uuid: null, code: 'invalid_form_fields' };
    await finishCall(bed.pool, endOf(lateAttemptId, { ...failed, state: 'failed' }));
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'unknown', isDue: true });
  });

  test('still counts when an operator has had the person queued again', async () => {
    const { inviteId, clientId, lateAttemptId } = await seedLost();
    expect(await retryInvites(bed.pool, { clientId, batchId: null })).toBe(1);
    await bed.pool.query("UPDATE invite SET state = 'queued' WHERE id = $1", [inviteId]);
    await finishCall(bed.pool, endOf(lateAttemptId));
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'invited', uuid: UUID });
  });
});

describe('a call whose end nobody will see', () => {
  test.each([
    ['of a worker that has fallen silent', 0, SILENT_MS + 1_000, 1],
    ['of a worker that was seen a moment ago', 0, 0, 0],
    ['that has lasted longer than any call may', CALL_MS + 1_000, 0, 1],
  ])('is one %s', async (_name, calledMsAgo, seenMsAgo, lost) => {
    const { inviteId } = await seedQueued(bed.pool);
    await seeWorker(bed.pool, 'worker-2');
    const { attemptId } = await claim(inviteId, 'worker-2');
    await ageCall(attemptId, calledMsAgo);
    await ageWorker('worker-2', seenMsAgo);
    expect(await loseCalls(bed.pool, SILENT_MS, CALL_MS)).toBe(lost);
    const expected = lost === 1 ? { state: 'unknown', isDue: true } : { state: 'sending' };
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject(expected);
    await finishCall(bed.pool, endOf(attemptId));
  });

  test('of a worker that left without a word counts from its start', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    await seeWorker(bed.pool, 'worker-3');
    const { attemptId } = await claim(inviteId, 'worker-3');
    await dismissWorker(bed.pool, 'worker-3');
    expect(await loseCalls(bed.pool, SILENT_MS, CALL_MS)).toBe(0);
    await ageCall(attemptId, SILENT_MS + 1_000);
    expect(await loseCalls(bed.pool, SILENT_MS, CALL_MS)).toBe(1);
    expect(await attemptsOf(bed.pool, inviteId)).toEqual([
      { outcome: 'lost', httpStatus: null, code: 'no_end_seen', hasEnded: true },
    ]);
  });

  test('is lost once, however many sweeps run at the same moment', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    await ageCall((await claim(inviteId)).attemptId, CALL_MS + 1_000);
    const lost = await Promise.all(
      Array.from({ length: 5 }, () => loseCalls(bed.pool, SILENT_MS, CALL_MS)),
    );
    expect(lost.reduce((sum, calls) => sum + calls)).toBe(1);
  });

  test('is not made again where as many calls were lost as may be made', async () => {
    const { inviteId } = await seedQueued(bed.pool);
    await ageCall((await claim(inviteId)).attemptId, CALL_MS + 1_000);
    await loseCalls(bed.pool, SILENT_MS, CALL_MS, 1);
    expect(await inviteRow(bed.pool, inviteId)).toMatchObject({ state: 'unknown', isDue: false });
  });
});
