import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sweep } from '../../jobs/sweep.js';
import type { ClientConfig } from '../../src/config/client-config.js';
import type { ResendPolicy } from '../../src/invite/resend-policy.js';
import { pauseClient } from '../../src/ledger/clients.js';
import { countStates } from '../../src/ledger/counts.js';
import { requestResends } from '../../src/ledger/hand-resends.js';
import { countDueResends } from '../../src/ledger/resends.js';
import { createLog } from '../../src/observe/log.js';
import { InviteQueues } from '../../src/queue/invite-queues.js';
import { ResendQueues, resendQueueName } from '../../src/queue/resend-queue.js';
import { DAY, HOUR, OFFICE, PLAIN } from '../invite/policies.js';
import { advance, resentRow, seedInvited, setClock } from '../ledger/invited.js';
import { clientConfig, type Seeded, seed } from '../ledger/seed.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';
import { rulesOf } from './resend-bed.js';

describe.each(ENGINES)('the sweep of people who have been invited, on %s', (kind) => {
  let bed: TestBed;
  let queues: InviteQueues;
  let resendQueues: ResendQueues;
  beforeAll(async () => {
    bed = await openTestBed(kind);
    queues = new InviteQueues(bed.engine);
    resendQueues = new ResendQueues(bed.engine);
  });
  // A Monday morning.
  beforeEach(() => setClock(bed.ledger.pool, new Date('2026-06-01T09:00:00Z')));
  // What a test leaves open would be swept in the next one.
  afterEach(() => bed.ledger.pool.query('UPDATE client SET paused_at = now()'));
  afterAll(async () => {
    await queues.close();
    await resendQueues.close();
    await bed.close();
  });

  const pool = () => bed.ledger.pool;
  const states = ({ clientId }: Seeded) => countStates(pool(), { clientId, batchId: null });

  /** The configuration of a client whose activations are learnt from lists. */
  const configOf = (
    { client }: Seeded,
    resend: ResendPolicy | null = PLAIN,
    change: Partial<ClientConfig> = {},
  ) => clientConfig({ name: client, resend, activation: { webhook: null, list: true }, ...change });

  const sweepOnce = (clients: readonly ClientConfig[], window = 10_000) =>
    sweep({ pool: pool(), queues, resendQueues, clients, window, log: createLog('silent') });

  async function withQueue<Result>(
    { client }: Seeded,
    work: (queue: ReturnType<typeof bed.engine.openQueue>) => Promise<Result>,
  ): Promise<Result> {
    const queue = bed.engine.openQueue(resendQueueName(client));
    try {
      return await work(queue);
    } finally {
      await queue.close();
    }
  }
  const jobsOf = (seeded: Seeded) =>
    withQueue(seeded, async (queue) =>
      (await queue.getJobs(['waiting'])).map(({ id }) => id).sort(),
    );

  test('reckons what comes next for everybody, and queues nothing before its time', async () => {
    const seeded = await seedInvited(pool(), 3);
    await sweepOnce([configOf(seeded)]);
    const [inviteId = 0] = seeded.inviteIds;
    expect(await resentRow(pool(), inviteId)).toMatchObject({ nextStep: 'resend', nextSlot: 1 });
    expect(await jobsOf(seeded)).toEqual([]);
  });

  test('queues each message once when its slot has come, also where two sweeps run at once', async () => {
    const seeded = await seedInvited(pool(), 3);
    const sweepBoth = () =>
      Promise.all([sweepOnce([configOf(seeded)]), sweepOnce([configOf(seeded)])]);
    await sweepBoth();
    await advance(pool(), 3 * DAY);
    await sweepBoth();
    expect(await jobsOf(seeded)).toEqual(seeded.inviteIds.map((id) => `resend-${id}-1`).sort());
    await withQueue(seeded, async (queue) => {
      const [job] = await queue.getJobs(['waiting']);
      expect(Object.keys(Object(job?.data))).toEqual(['inviteId']);
    });
  });

  test('queues one message for each person after it was down for long', async () => {
    const seeded = await seedInvited(pool(), 2);
    await sweepOnce([configOf(seeded)]);
    await advance(pool(), 15 * DAY);
    await sweepOnce([configOf(seeded)]);
    expect(await jobsOf(seeded)).toHaveLength(2);
  });

  test('queues what is due again after the queue was lost', async () => {
    const seeded = await seedInvited(pool(), 5);
    await sweepOnce([configOf(seeded)]);
    await advance(pool(), 3 * DAY);
    await sweepOnce([configOf(seeded)]);
    await withQueue(seeded, (queue) => queue.obliterate({ force: true }));
    await sweepOnce([configOf(seeded)]);
    expect(await jobsOf(seeded)).toHaveLength(5);
  });

  test('keeps to the window', async () => {
    const seeded = await seedInvited(pool(), 5);
    await sweepOnce([configOf(seeded)]);
    await advance(pool(), 3 * DAY);
    await sweepOnce([configOf(seeded)], 2);
    await sweepOnce([configOf(seeded)], 2);
    expect(await jobsOf(seeded)).toHaveLength(2);
  });

  test('takes a changed policy up, and calls everything off where there is none any more', async () => {
    const seeded = await seedInvited(pool(), 1);
    const [inviteId = 0] = seeded.inviteIds;
    await sweepOnce([configOf(seeded)]);
    const { nextAt } = await resentRow(pool(), inviteId);
    await sweepOnce([configOf(seeded, { ...PLAIN, afterMs: [5 * DAY] })]);
    const changed = await resentRow(pool(), inviteId);
    expect(changed.nextAt?.getTime()).toBe((nextAt?.getTime() ?? 0) + 2 * DAY);

    await advance(pool(), 5 * DAY);
    await sweepOnce([configOf(seeded, null)]);
    expect(await resentRow(pool(), inviteId)).toMatchObject({ nextStep: null, plannedBy: null });
    expect(await jobsOf(seeded)).toEqual([]);
  });

  test('gives people up when their time is over', async () => {
    const seeded = await seedInvited(pool(), 3);
    await advance(pool(), 30 * DAY);
    await sweepOnce([configOf(seeded)]);
    expect(await states(seeded)).toEqual({ expired: 3 });
    expect(await jobsOf(seeded)).toEqual([]);
  });

  test('does nothing by itself where nothing tells who has activated, unless time alone is enough', async () => {
    const seeded = await seedInvited(pool(), 1);
    const nothing = { activation: { webhook: null, list: false } };
    await sweepOnce([configOf(seeded, PLAIN, nothing)]);
    await advance(pool(), 30 * DAY);
    await sweepOnce([configOf(seeded, PLAIN, nothing)]);
    expect(await states(seeded)).toEqual({ invited: 1 });

    const byTime = { ...PLAIN, byTimeAlone: true, expireAfterMs: null };
    await sweepOnce([configOf(seeded, byTime, nothing)]);
    expect(await jobsOf(seeded)).toHaveLength(1);
  });

  test('leaves the people of a client alone that this process is not configured for', async () => {
    const seeded = await seedInvited(pool(), 1);
    await sweepOnce([]);
    expect(await resentRow(pool(), seeded.inviteIds[0] ?? 0)).toMatchObject({ plannedBy: null });
  });

  test('makes the queue of a stopped client stand still', async () => {
    const seeded = await seedInvited(pool(), 1);
    await pauseClient(pool(), seeded.clientId, 'paused', 'Paused.');
    await sweepOnce([configOf(seeded)]);
    expect(await withQueue(seeded, (queue) => queue.isPaused())).toBe(true);
  });

  test('takes note of activations also of a client that is stopped', async () => {
    const seeded = await seedInvited(pool(), 1);
    const webhook = {
      audience: 'https://rollcall.example/webhooks/next-identity',
      issuer: 'https://id.example/',
      jwksUri: 'https://id.example/.well-known/jwks.json',
      events: ['account/v1/register'],
      maxAgeMs: HOUR,
    };
    await pool().query(
      `INSERT INTO event (client_id, jti, type, sub, issued_at)
       SELECT client_id, 'first', 'account/v1/register', uuid, ledger_now() FROM invite WHERE id = $1`,
      [seeded.inviteIds[0]],
    );
    await pauseClient(pool(), seeded.clientId, 'paused', 'Paused.');
    await sweepOnce([configOf(seeded, PLAIN, { activation: { webhook, list: false } })]);
    expect(await states(seeded)).toEqual({ activated: 1 });
  });

  test('has people looked up before anything that is due is done', async () => {
    const seeded = await seedInvited(pool(), 2);
    const { clientId: id, clientSecret } = configOf(seeded);
    const config = configOf(seeded, PLAIN, { directAccess: { clientId: id, clientSecret } });
    await sweepOnce([config]);
    await advance(pool(), 3 * DAY);
    await sweepOnce([config]);
    expect(await jobsOf(seeded)).toEqual(['check-activation']);
    await pool().query('UPDATE invite SET checked_at = ledger_now() WHERE id = $1', [
      seeded.inviteIds[0],
    ]);
    await sweepOnce([config]);
    expect(await jobsOf(seeded)).toContain(`resend-${seeded.inviteIds[0]}-1`);
    expect(await jobsOf(seeded)).toHaveLength(2);

    await advance(pool(), 30 * DAY);
    await sweepOnce([config]);
    expect(await states(seeded)).toEqual({ invited: 2 });
  });

  test('queues what an operator asked for, with or without a policy', async () => {
    const seeded = await seedInvited(pool(), 1);
    const selection = { batchId: null, states: null, olderThanMs: null, identifiers: null };
    await requestResends(
      pool(),
      { clientId: seeded.clientId, ...selection },
      { coolDownMs: 0, overrides: ['cool-down'], named: 0 },
    );
    await sweepOnce([configOf(seeded, null)]);
    expect(await jobsOf(seeded)).toEqual([`resend-${seeded.inviteIds[0]}-by-hand`]);
  });

  test('tells what is still to be done now', async () => {
    const seeded = await seedInvited(pool(), 2);
    const asked = (policy: string | null) =>
      countDueResends(pool(), [{ id: seeded.clientId, policy }]);
    const policy = rulesOf().inForce?.fingerprint ?? null;
    expect(await asked(null)).toBe(0);
    expect(await asked(policy)).toBe(2);
    await sweepOnce([configOf(seeded)]);
    expect(await asked(policy)).toBe(0);
    await advance(pool(), 3 * DAY);
    expect(await asked(policy)).toBe(2);
  });

  test('holds first invitations while the hours are closed, each by its own time zone', async () => {
    const seeded = await seed(pool(), 3);
    const [tokyo = 0] = seeded.inviteIds;
    await pool().query('UPDATE invite SET due_at = ledger_now() WHERE client_id = $1', [
      seeded.clientId,
    ]);
    await pool().query("UPDATE invite SET time_zone = 'Asia/Tokyo' WHERE id = $1", [tokyo]);
    const config = configOf(seeded, { ...OFFICE, holdFirst: true });
    // Eleven at night in Berlin, and six in the morning in Tokyo; two hours later it is eight there.
    await advance(pool(), 12 * HOUR);
    await sweepOnce([config]);
    expect(await states(seeded)).toEqual({ pending: 3 });
    await advance(pool(), 2 * HOUR);
    await sweepOnce([config]);
    expect(await states(seeded)).toEqual({ pending: 2, queued: 1 });
    await advance(pool(), 7 * HOUR);
    await sweepOnce([config]);
    expect(await states(seeded)).toEqual({ queued: 3 });
  });
});
