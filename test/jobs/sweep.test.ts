import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sweep } from '../../jobs/sweep.js';
import { claimInvite } from '../../src/ledger/calls.js';
import { pauseClient, resumeClient } from '../../src/ledger/clients.js';
import { countStates } from '../../src/ledger/counts.js';
import { seeWorker, WORKER_SILENT_MS } from '../../src/ledger/workers.js';
import { createLog } from '../../src/observe/log.js';
import { inviteQueueName } from '../../src/queue/invite-queue.js';
import { InviteQueues } from '../../src/queue/invite-queues.js';
import { ResendQueues } from '../../src/queue/resend-queue.js';
import { attemptsOf, inviteRow, type Seeded, seed, seedQueued } from '../ledger/seed.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';

describe.each(ENGINES)('the sweep on %s', (kind) => {
  let bed: TestBed;
  let queues: InviteQueues;
  let resendQueues: ResendQueues;
  beforeAll(async () => {
    bed = await openTestBed(kind);
    queues = new InviteQueues(bed.engine);
    resendQueues = new ResendQueues(bed.engine);
  });
  // What a test leaves open would be swept in the next one.
  afterEach(() => bed.ledger.pool.query('UPDATE client SET paused_at = now()'));
  afterAll(async () => {
    await queues.close();
    await resendQueues.close();
    await bed.close();
  });

  const sweepOnce = (window = 10_000) =>
    sweep({
      pool: bed.ledger.pool,
      queues,
      resendQueues,
      clients: [],
      window,
      log: createLog('silent'),
    });
  const jobsOf = ({ client }: Seeded) => queues.of(client).count();
  const states = ({ clientId }: Seeded) =>
    countStates(bed.ledger.pool, { clientId, batchId: null });

  async function rawQueue<Result>(
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

  test('puts the pending people of every client into its queue, up to the window', async () => {
    const clients = [await seed(bed.ledger.pool, 5), await seed(bed.ledger.pool, 2)];
    await sweepOnce(3);
    expect(await Promise.all(clients.map(jobsOf))).toEqual([3, 2]);
    expect(await Promise.all(clients.map(states))).toEqual([
      { queued: 3, pending: 2 },
      { queued: 2 },
    ]);
  });

  test('changes nothing the second time, nor twice at the same moment', async () => {
    const seeded = await seed(bed.ledger.pool, 5);
    await Promise.all([sweepOnce(), sweepOnce()]);
    await sweepOnce();
    expect(await jobsOf(seeded)).toBe(5);
    expect(await states(seeded)).toEqual({ queued: 5 });
  });

  test('brings jobs back that are missing', async () => {
    const seeded = await seed(bed.ledger.pool, 5);
    await sweepOnce();
    await rawQueue(seeded, (queue) => queue.obliterate({ force: true }));
    await sweepOnce();
    expect(await jobsOf(seeded)).toBe(5);
  });

  test('makes the queue of a stopped client stand still, and go on when it is resumed', async () => {
    const seeded = await seed(bed.ledger.pool, 2);
    await pauseClient(bed.ledger.pool, seeded.clientId, 'credentials_refused', 'Check the secret.');
    await sweepOnce();
    expect(await rawQueue(seeded, (queue) => queue.isPaused())).toBe(true);
    expect(await states(seeded)).toEqual({ pending: 2 });

    await resumeClient(bed.ledger.pool, seeded.clientId);
    await sweepOnce();
    expect(await rawQueue(seeded, (queue) => queue.isPaused())).toBe(false);
    expect(await jobsOf(seeded)).toBe(2);
  });

  test('has the calls of a dead worker made again', async () => {
    const seeded = await seedQueued(bed.ledger.pool);
    const { inviteId } = seeded;
    await seeWorker(bed.ledger.pool, 'worker-dead');
    await claimInvite(bed.ledger.pool, inviteId, 'pre-register', 'worker-dead');
    await bed.ledger.pool.query(
      "UPDATE worker SET seen_at = now() - $1 * interval '1 millisecond' WHERE id = 'worker-dead'",
      [WORKER_SILENT_MS + 1_000],
    );
    await sweepOnce();
    expect(await inviteRow(bed.ledger.pool, inviteId)).toMatchObject({
      state: 'unknown',
      mayHaveArrived: true,
      isDue: true,
    });
    expect(await attemptsOf(bed.ledger.pool, inviteId)).toMatchObject([{ outcome: 'lost' }]);
    expect(await jobsOf(seeded)).toBe(1);
  });

  test('leaves the calls of a living worker alone', async () => {
    const { inviteId } = await seedQueued(bed.ledger.pool);
    await seeWorker(bed.ledger.pool, 'worker-alive');
    await claimInvite(bed.ledger.pool, inviteId, 'pre-register', 'worker-alive');
    await sweepOnce();
    expect(await inviteRow(bed.ledger.pool, inviteId)).toMatchObject({ state: 'sending' });
  });
});
