import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claimInvite, finishCall } from '../../src/ledger/calls.js';
import { countStates } from '../../src/ledger/counts.js';
import { cancelInvites } from '../../src/ledger/operator.js';
import { fillQueue, repairQueue } from '../../src/queue/fill.js';
import { InviteQueue, inviteQueueName } from '../../src/queue/invite-queue.js';
import { lostEnd } from '../ledger/call-end.js';
import { type Seeded, seed } from '../ledger/seed.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';

describe.each(ENGINES)('the queue on %s', (kind) => {
  let bed: TestBed;
  const open: InviteQueue[] = [];
  beforeAll(async () => {
    bed = await openTestBed(kind);
  });
  afterAll(async () => {
    await Promise.all(open.map((queue) => queue.close()));
    await bed.close();
  });

  function queueOf({ client }: Seeded): InviteQueue {
    const queue = new InviteQueue(bed.engine, client);
    open.push(queue);
    return queue;
  }

  /** The queue as BullMQ sees it, for what Rollcall itself never does. */
  async function withRawQueue<Result>(
    { client }: Seeded,
    work: (queue: ReturnType<typeof bed.engine.openQueue>) => Promise<Result>,
  ): Promise<Result> {
    const queue = bed.engine.openQueue(inviteQueueName(client));
    try {
      return await work(queue);
    } finally {
      await queue.close();
    }
  }

  const pool = () => bed.ledger.pool;
  const states = ({ clientId }: Seeded) => countStates(pool(), { clientId, batchId: null });

  test('is filled up to its window and no further', async () => {
    const seeded = await seed(pool(), 10);
    const queue = queueOf(seeded);
    expect(await fillQueue(pool(), seeded.clientId, queue, 4)).toBe(4);
    expect(await fillQueue(pool(), seeded.clientId, queue, 4)).toBe(0);
    expect(await queue.count()).toBe(4);
    expect(await states(seeded)).toEqual({ pending: 6, queued: 4 });
  });

  test('is topped up where there is room again', async () => {
    const seeded = await seed(pool(), 10);
    const queue = queueOf(seeded);
    await fillQueue(pool(), seeded.clientId, queue, 4);
    expect(await fillQueue(pool(), seeded.clientId, queue, 7)).toBe(3);
    expect(await fillQueue(pool(), seeded.clientId, queue, 100)).toBe(3);
    expect(await states(seeded)).toEqual({ queued: 10 });
  });

  test('takes people in the order of the roster', async () => {
    const seeded = await seed(pool(), 6);
    const queue = queueOf(seeded);
    await fillQueue(pool(), seeded.clientId, queue, 3);
    const jobs = await withRawQueue(seeded, (raw) => raw.getJobs(['waiting']));
    expect(jobs.map(({ data }) => data).sort(byInvite)).toEqual(
      seeded.inviteIds.slice(0, 3).map((inviteId) => ({ inviteId })),
    );
  });

  test('holds nothing about a person: the job’s data and id are made from the invite’s', async () => {
    const seeded = await seed(pool(), 1);
    await fillQueue(pool(), seeded.clientId, queueOf(seeded), 1);
    const [job] = await withRawQueue(seeded, (raw) => raw.getJobs(['waiting']));
    const [inviteId] = seeded.inviteIds;
    expect(job?.data).toEqual({ inviteId });
    expect(job?.id).toBe(`invite-${inviteId}`);
  });

  test('gets nobody twice from two processes that fill it at the same moment', async () => {
    const seeded = await seed(pool(), 40);
    const fills = [queueOf(seeded), queueOf(seeded)].map((queue) =>
      fillQueue(pool(), seeded.clientId, queue, 20),
    );
    const added = (await Promise.all(fills)).reduce((sum, jobs) => sum + jobs);
    expect(await queueOf(seeded).count()).toBe(added);
    expect((await states(seeded)).queued).toBe(added);
  });

  test('makes one job of an invite that is added twice', async () => {
    const seeded = await seed(pool(), 1);
    const queue = queueOf(seeded);
    const invite = { id: seeded.inviteIds[0] ?? 0, delayMs: 0 };
    await queue.add([invite, invite]);
    await queue.add([invite]);
    expect(await queue.count()).toBe(1);
  });

  test('takes more jobs than go into one call', async () => {
    const seeded = await seed(pool(), 1_201);
    const queue = queueOf(seeded);
    expect(await fillQueue(pool(), seeded.clientId, queue, 10_000)).toBe(1_201);
    expect(await queue.count()).toBe(1_201);
  });

  test('is repaired from the ledger when its jobs are gone, once', async () => {
    const seeded = await seed(pool(), 10);
    const queue = queueOf(seeded);
    await fillQueue(pool(), seeded.clientId, queue, 5);
    await withRawQueue(seeded, (raw) => raw.obliterate({ force: true }));
    expect(await queue.count()).toBe(0);
    expect(await repairQueue(pool(), seeded.clientId, queue)).toBe(true);
    expect(await queue.count()).toBe(5);
    expect(await repairQueue(pool(), seeded.clientId, queue)).toBe(false);
  });

  test('gets the missing jobs only, where some are left', async () => {
    const seeded = await seed(pool(), 5);
    const queue = queueOf(seeded);
    await fillQueue(pool(), seeded.clientId, queue, 5);
    await withRawQueue(seeded, (raw) => raw.remove(`invite-${seeded.inviteIds[2]}`));
    expect(await queue.count()).toBe(4);
    expect(await repairQueue(pool(), seeded.clientId, queue)).toBe(true);
    expect(await queue.count()).toBe(5);
  });

  test('waits with a repaired job as long as its invite has to wait', async () => {
    const seeded = await seed(pool(), 2);
    const queue = queueOf(seeded);
    await fillQueue(pool(), seeded.clientId, queue, 2);
    const [inviteId = 0] = seeded.inviteIds;
    const claim = await claimInvite(pool(), inviteId, 'pre-register', 'worker-1');
    await finishCall(pool(), lostEnd(claim?.attemptId ?? 0, 60_000));
    await withRawQueue(seeded, (raw) => raw.obliterate({ force: true }));
    await repairQueue(pool(), seeded.clientId, queue);
    const [delayed] = await withRawQueue(seeded, (raw) => raw.getDelayed());
    expect(delayed?.data).toEqual({ inviteId });
    expect(delayed?.delay).toBeGreaterThan(50_000);
    expect(await queue.count()).toBe(2);
  });

  test('is not repaired for people who need no call any more', async () => {
    const seeded = await seed(pool(), 3);
    const queue = queueOf(seeded);
    await fillQueue(pool(), seeded.clientId, queue, 3);
    await cancelInvites(pool(), { clientId: seeded.clientId, batchId: null });
    await withRawQueue(seeded, (raw) => raw.obliterate({ force: true }));
    expect(await repairQueue(pool(), seeded.clientId, queue)).toBe(false);
    expect(await queue.count()).toBe(0);
  });

  test('stands still while paused, and goes on', async () => {
    const seeded = await seed(pool(), 1);
    const queue = queueOf(seeded);
    await queue.setPaused(true);
    expect(await withRawQueue(seeded, (raw) => raw.isPaused())).toBe(true);
    await queue.setPaused(false);
    expect(await withRawQueue(seeded, (raw) => raw.isPaused())).toBe(false);
  });

  test('keeps to its window also while paused', async () => {
    const seeded = await seed(pool(), 10);
    const queue = queueOf(seeded);
    await queue.setPaused(true);
    expect(await fillQueue(pool(), seeded.clientId, queue, 4)).toBe(4);
    expect(await fillQueue(pool(), seeded.clientId, queue, 4)).toBe(0);
    await queue.setPaused(false);
    expect(await queue.count()).toBe(4);
  });
});

function byInvite(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
