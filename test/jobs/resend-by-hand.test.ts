import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { handCoolDownMs, type Override } from '../../src/invite/hand-resend.js';
import { loseCalls } from '../../src/ledger/calls.js';
import {
  previewResends,
  type ResendSelection,
  requestResends,
} from '../../src/ledger/hand-resends.js';
import { cancelInvites } from '../../src/ledger/operator.js';
import { expireInvites } from '../../src/ledger/plans.js';
import { suppress } from '../../src/ledger/suppression.js';
import { DAY, HOUR, OFFICE, PLAIN } from '../invite/policies.js';
import { advance, resendsOf, resentRow, seedInvited, setClock } from '../ledger/invited.js';
import { type Seeded, seed } from '../ledger/seed.js';
import { untilBlocked } from '../ledger/until-blocked.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';
import { HELD, ResendBed, rulesOf, SENT } from './resend-bed.js';

describe.each(ENGINES)('a resend by hand on %s', (kind) => {
  let bed: TestBed;
  let resends: ResendBed;
  beforeAll(async () => {
    bed = await openTestBed(kind);
    resends = new ResendBed(bed);
  });
  // A Monday morning.
  beforeEach(() => setClock(bed.ledger.pool, new Date('2026-06-01T09:00:00Z')));
  afterEach(() => resends.closePacers());
  afterAll(() => bed.close());

  const pool = () => bed.ledger.pool;
  const row = (inviteId: number) => resentRow(pool(), inviteId);
  const attempts = (inviteId: number) => resendsOf(pool(), inviteId);
  const everybody = ({ clientId }: Seeded): ResendSelection => ({
    clientId,
    batchId: null,
    states: null,
    olderThanMs: null,
    identifiers: null,
  });
  const request = (overrides: readonly Override[] = []) => ({
    coolDownMs: handCoolDownMs(PLAIN, overrides),
    overrides,
    named: 3,
  });
  const ask = (seeded: Seeded, overrides: readonly Override[] = []) =>
    requestResends(pool(), everybody(seeded), request(overrides));

  /** Somebody who was invited two days ago, before the first slot. */
  async function seedTwoDaysAgo(): Promise<Seeded & { readonly inviteId: number }> {
    const seeded = await seedInvited(pool(), 1);
    await advance(pool(), 2 * DAY);
    return { ...seeded, inviteId: seeded.inviteIds[0] ?? 0 };
  }

  const BEGIN_CALL = `WITH begun AS (INSERT INTO attempt (invite_id, client_id, kind, worker)
      SELECT id, client_id, 'resend', 'worker-1' FROM invite WHERE id = $1 RETURNING id)
    UPDATE invite SET attempt_id = begun.id FROM begun WHERE invite.id = $1`;
  const FORGET = `UPDATE invite SET identifier = 'forgotten:' || id, forgotten_at = now() WHERE id = $1`;
  const EXPIRE = `UPDATE invite SET state = 'expired', state_at = ledger_now() WHERE id = $1`;

  test.each([
    ['a call begins', BEGIN_CALL, 'under-way', false],
    ['somebody is forgotten', FORGET, 'suppressed', false],
    ['somebody expires', EXPIRE, 'ready', true],
  ] as const)('judges anew where %s at that moment', async (_, change, verdict, isAskedFor) => {
    const seeded = await seedTwoDaysAgo();
    const other = await pool().connect();
    try {
      await other.query('BEGIN');
      await other.query(change, [seeded.inviteId]);
      const asked = ask(seeded);
      await untilBlocked(pool());
      await other.query('COMMIT');
      expect(await asked).toMatchObject([{ verdict, people: 1 }]);
    } finally {
      other.release();
    }
    expect(await row(seeded.inviteId)).toMatchObject({ isAskedFor });
  });

  test('sends one message for one request, and uses no slot of the policy', async () => {
    const seeded = await seedTwoDaysAgo();
    const { inviteId } = seeded;
    expect(await ask(seeded)).toEqual([
      { verdict: 'ready', people: 1, first: [`${inviteId}@example.com`] },
    ]);
    await resends.worker([SENT]).work(inviteId);
    await resends.worker([]).work(inviteId);
    expect(await attempts(inviteId)).toEqual([
      { slot: null, byHand: true, outcome: 'resent', httpStatus: 201 },
    ]);
    expect(await row(inviteId)).toMatchObject({ resends: 1, resendSlot: 0, isAskedFor: false });
  });

  test('is sent also where no policy writes to people', async () => {
    const seeded = await seedTwoDaysAgo();
    await ask(seeded);
    const { claims, work } = resends.worker([SENT], { rules: rulesOf(null) });
    await work(seeded.inviteId);
    expect(claims).toHaveLength(1);
  });

  test('survives that its steps are planned, and puts the next slot off by the cool-down', async () => {
    const seeded = await seedTwoDaysAgo();
    await ask(seeded);
    await resends.plan(seeded);
    await advance(pool(), 12 * HOUR);
    await resends.worker([SENT]).work(seeded.inviteId);
    await resends.plan(seeded);
    const { nextAt } = await row(seeded.inviteId);
    expect(nextAt?.getTime()).toBeGreaterThan(Date.parse('2026-06-04T20:59:00Z'));
  });

  test('comes about by the message of a slot that is due at the same time', async () => {
    const seeded = await seedTwoDaysAgo();
    await advance(pool(), DAY);
    await ask(seeded);
    await resends.worker([SENT]).work(seeded.inviteId);
    await resends.worker([]).work(seeded.inviteId);
    expect(await attempts(seeded.inviteId)).toMatchObject([{ slot: 1, byHand: false }]);
    expect(await row(seeded.inviteId)).toMatchObject({ isAskedFor: false });
  });

  test('is not sent again where its worker died over it', async () => {
    const seeded = await seedTwoDaysAgo();
    await ask(seeded);
    const dies = { call: () => Promise.reject(new Error('killed')) };
    await expect(resends.worker([], dies).work(seeded.inviteId)).rejects.toThrow('killed');
    await pool().query("UPDATE attempt SET started_at = now() - interval '1 hour'");
    await loseCalls(pool(), 20_000, 120_000);
    await resends.worker([]).work(seeded.inviteId);
    expect(await attempts(seeded.inviteId)).toMatchObject([{ byHand: true, outcome: 'lost' }]);
  });

  test('is given back by a 429', async () => {
    const seeded = await seedTwoDaysAgo();
    await ask(seeded);
    await resends.worker([HELD, SENT]).work(seeded.inviteId);
    expect(await attempts(seeded.inviteId)).toMatchObject([
      { outcome: 'hold' },
      { outcome: 'resent' },
    ]);
    expect(await row(seeded.inviteId)).toMatchObject({ resends: 1 });
  });

  test('brings back somebody who had expired, from whom on the policy counts anew', async () => {
    const seeded = await seedTwoDaysAgo();
    await advance(pool(), 40 * DAY);
    const rules = rulesOf({ ...PLAIN, maximum: 1 });
    await resends.plan(seeded, rules);
    await expireInvites(pool(), seeded.clientId, rules.inForce?.fingerprint ?? '', false, 10);
    expect(await row(seeded.inviteId)).toMatchObject({ state: 'expired' });

    await ask(seeded);
    expect(await row(seeded.inviteId)).toMatchObject({ state: 'invited' });
    await resends.worker([SENT], { rules }).work(seeded.inviteId);
    await resends.plan(seeded, rules);
    const { nextStep, nextAt } = await row(seeded.inviteId);
    expect(nextStep).toBe('expire');
    expect(nextAt?.getTime()).toBeGreaterThan(Date.parse('2026-08-12T00:00:00Z'));
  });

  test('keeps to the hours of the policy, unless they are overridden', async () => {
    const rules = rulesOf(OFFICE);
    const seeded = await seedTwoDaysAgo();
    await ask(seeded);
    await advance(pool(), 12 * HOUR);
    await resends.worker([], { rules }).work(seeded.inviteId);
    expect(await row(seeded.inviteId)).toMatchObject({ isAskedFor: true });
    await advance(pool(), 10 * HOUR);
    await resends.worker([SENT], { rules }).work(seeded.inviteId);

    const other = await seedTwoDaysAgo();
    await ask(other, ['quiet-hours']);
    await advance(pool(), 12 * HOUR);
    const { claims, work } = resends.worker([SENT], { rules });
    await work(other.inviteId);
    expect(claims).toHaveLength(1);
  });

  test('waits for a look-up where people are looked up', async () => {
    const rules = { ...rulesOf(), isLookedUp: true };
    const seeded = await seedTwoDaysAgo();
    await ask(seeded);
    await resends.worker([], { rules }).work(seeded.inviteId);
    await pool().query('UPDATE invite SET checked_at = ledger_now() WHERE id = $1', [
      seeded.inviteId,
    ]);
    const { claims, work } = resends.worker([SENT], { rules });
    await work(seeded.inviteId);
    expect(claims).toHaveLength(1);
  });

  test('is dropped for somebody who is suppressed in the meantime', async () => {
    const seeded = await seedTwoDaysAgo();
    await ask(seeded);
    const identifier = `${seeded.inviteId}@example.com`;
    await suppress(pool(), [{ authType: 'email', identifier, reason: 'asked for it' }]);
    await resends.worker([]).work(seeded.inviteId);
    expect(await row(seeded.inviteId)).toMatchObject({ isAskedFor: false });
  });

  test('tells who is written to and why not the others, and does nothing where it is only asked', async () => {
    const seeded = await seedInvited(pool(), 4);
    const [, cold = 0, suppressed = 0, cancelled = 0] = seeded.inviteIds;
    await seedPending(seeded);
    await advance(pool(), 2 * DAY);
    await pool().query('UPDATE invite SET last_message_at = ledger_now() WHERE id = $1', [cold]);
    const identifier = `${suppressed}@example.com`;
    await suppress(pool(), [{ authType: 'email', identifier, reason: 'asked for it' }]);
    await pool().query("UPDATE invite SET state = 'cancelled' WHERE id = $1", [cancelled]);

    const verdicts = [
      { verdict: 'cancelled', people: 1 },
      { verdict: 'cool-down', people: 1 },
      { verdict: 'not-invited', people: 1 },
      { verdict: 'ready', people: 1 },
      { verdict: 'suppressed', people: 1 },
    ];
    const preview = await previewResends(pool(), everybody(seeded), request());
    expect(preview).toMatchObject(verdicts);
    expect(await ask(seeded)).toMatchObject(verdicts);
    expect(await ask(seeded)).toContainEqual(
      expect.objectContaining({ verdict: 'under-way', people: 1 }),
    );
    const overridden = await ask(seeded, ['cool-down', 'suppression']);
    expect(overridden).toContainEqual(expect.objectContaining({ verdict: 'ready', people: 1 }));
  });

  /** One further person of the client, who has not been invited. */
  async function seedPending({ clientId }: Seeded): Promise<void> {
    const { inviteIds } = await seed(pool(), 1);
    await pool().query('UPDATE invite SET client_id = $1 WHERE id = $2', [clientId, inviteIds[0]]);
  }

  test('takes only whom the selection has', async () => {
    const seeded = await seedInvited(pool(), 3);
    const [first = 0, second = 0] = seeded.inviteIds;
    await advance(pool(), 2 * DAY);
    await pool().query('UPDATE invite SET invited_at = ledger_now() WHERE id = $1', [first]);
    const judged = async (change: Partial<ResendSelection>) => {
      const verdicts = await previewResends(pool(), { ...everybody(seeded), ...change }, request());
      return verdicts.reduce((sum, { people }) => sum + people, 0);
    };
    expect(await judged({ olderThanMs: DAY })).toBe(2);
    expect(await judged({ identifiers: [`${second}@example.com`] })).toBe(1);
    expect(await judged({ states: ['expired'] })).toBe(0);
    expect(await judged({ batchId: seeded.batchId })).toBe(3);
    await cancelInvites(pool(), { clientId: seeded.clientId, batchId: null }, ['invited']);
    expect(await judged({ states: ['cancelled'] })).toBe(3);
  });
});
