import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '../../src/invite/answer.js';
import { markActivated } from '../../src/ledger/activation.js';
import { loseCalls } from '../../src/ledger/calls.js';
import { pauseClient } from '../../src/ledger/clients.js';
import { handleOpenEvents, recordEvent } from '../../src/ledger/events.js';
import { listDueChecks } from '../../src/ledger/look-ups.js';
import { cancelInvites } from '../../src/ledger/operator.js';
import { suppress } from '../../src/ledger/suppression.js';
import { seeWorker } from '../../src/ledger/workers.js';
import { DAY, HOUR, MINUTE, OFFICE, PLAIN } from '../invite/policies.js';
import {
  advance,
  resendsOf,
  resentRow,
  seedInvited,
  setClock,
  shareIdentity,
} from '../ledger/invited.js';
import type { Seeded } from '../ledger/seed.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';
import { HELD, ResendBed, rulesOf, SENT } from './resend-bed.js';

const EXISTING: Answer = { kind: 'accepted', status: 200, uuid: null };
const BROKEN: Answer = { kind: 'unavailable', status: 503, reason: 'HTTP 503' };
const UNREACHABLE: Answer = { kind: 'unavailable', status: null, reason: 'connection refused' };
const LOST: Answer = { kind: 'lost', reason: 'the connection was reset' };
const refused = (status: number, complaint: string): Answer => ({
  kind: 'refused',
  status,
  error: 'invalid_form_fields',
  fields: [{ field: 'emailAddress', complaint }],
});

describe.each(ENGINES)('the resend job on %s', (kind) => {
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

  /** Somebody whose first slot has just come, planned. */
  async function seedDue(rules = rulesOf()): Promise<Seeded & { readonly inviteId: number }> {
    const seeded = await seedInvited(pool(), 1);
    await resends.plan(seeded, rules);
    await advance(pool(), 3 * DAY);
    return { ...seeded, inviteId: seeded.inviteIds[0] ?? 0 };
  }

  test('sends the message of the slot, and records it', async () => {
    const { inviteId } = await seedDue();
    const { claims, work } = resends.worker([SENT]);
    expect(await work(inviteId)).toEqual({ kind: 'done' });
    expect(claims).toMatchObject([{ inviteId, slot: 1, profile: { firstName: 'Ada' } }]);
    expect(await row(inviteId)).toMatchObject({ state: 'invited', resends: 1, resendSlot: 1 });
    expect(await attempts(inviteId)).toEqual([
      { slot: 1, byHand: false, outcome: 'resent', httpStatus: 201 },
    ]);
  });

  test('sends nothing before the slot has come', async () => {
    const seeded = await seedInvited(pool(), 1);
    const [inviteId = 0] = seeded.inviteIds;
    await advance(pool(), 3 * DAY - MINUTE);
    await resends.worker([]).work(inviteId);
    expect(await row(inviteId)).toMatchObject({ nextStep: 'resend', nextSlot: 1 });
  });

  test('sends one message in a slot, however often and by however many workers it is done', async () => {
    const { inviteId } = await seedDue();
    const workers = Array.from({ length: 5 }, (_, n) =>
      resends.worker([SENT], { worker: `worker-${n}` }),
    );
    await Promise.all(workers.map(({ work }) => work(inviteId)));
    await workers[0]?.work(inviteId);
    expect(workers.flatMap(({ claims }) => claims)).toHaveLength(1);
  });

  test('sends one message in each slot, and gives up in the end', async () => {
    const { inviteId } = await seedDue();
    for (const days of [0, 4, 7]) {
      await advance(pool(), days * DAY);
      await resends.worker([SENT]).work(inviteId);
      await resends.worker([]).work(inviteId);
    }
    expect((await attempts(inviteId)).map(({ slot }) => slot)).toEqual([1, 2, 3]);
    expect(await row(inviteId)).toMatchObject({ resends: 3, nextStep: 'expire' });
  });

  test('sends one message for all slots that have passed', async () => {
    const { inviteId } = await seedDue();
    await advance(pool(), 12 * DAY);
    await resends.worker([SENT]).work(inviteId);
    await resends.worker([]).work(inviteId);
    expect((await attempts(inviteId)).map(({ slot }) => slot)).toEqual([3]);
  });

  test('leaves the slot used up of a worker that died over it, and goes on with the next one', async () => {
    const { inviteId } = await seedDue();
    await resends
      .worker([SENT], { call: () => Promise.reject(new Error('killed')) })
      .work(inviteId)
      .catch(() => undefined);
    await seeWorker(pool(), 'worker-1');
    await pool().query("UPDATE worker SET seen_at = now() - interval '1 hour'");
    await loseCalls(pool(), 20_000, 120_000);
    await resends.worker([]).work(inviteId);
    expect(await attempts(inviteId)).toMatchObject([{ slot: 1, outcome: 'lost' }]);

    await advance(pool(), 4 * DAY);
    await resends.worker([SENT]).work(inviteId);
    expect((await attempts(inviteId)).map(({ slot }) => slot)).toEqual([1, 2]);
    expect(await row(inviteId)).toMatchObject({ resends: 2 });
  });

  test('waits for a call of the same person that is still under way', async () => {
    const { inviteId } = await seedDue();
    await resends
      .worker([SENT], { call: () => Promise.reject(new Error('killed')) })
      .work(inviteId)
      .catch(() => undefined);
    await advance(pool(), 4 * DAY);
    await resends.worker([]).work(inviteId);
    expect(await attempts(inviteId)).toMatchObject([{ slot: 1, outcome: null }]);
  });

  test.each<[string, (seeded: Seeded & { inviteId: number }) => Promise<unknown>]>([
    [
      'has activated',
      async ({ clientId, inviteId }) => {
        const { rows } = await pool().query<{ uuid: string }>(
          'SELECT uuid FROM invite WHERE id = $1',
          [inviteId],
        );
        return markActivated(pool(), clientId, 'list', rows);
      },
    ],
    [
      'was cancelled',
      ({ clientId }) => cancelInvites(pool(), { clientId, batchId: null }, ['invited']),
    ],
    [
      'was suppressed',
      ({ inviteId }) =>
        suppress(pool(), [
          { authType: 'email', identifier: `${inviteId}@example.com`, reason: 'asked for it' },
        ]),
    ],
    [
      'belongs to a client that was stopped',
      ({ clientId }) => pauseClient(pool(), clientId, 'paused', 'Paused.'),
    ],
  ])('makes no call for somebody who %s since the job was queued', async (_what, happen) => {
    const seeded = await seedDue();
    await happen(seeded);
    await resends.worker([]).work(seeded.inviteId);
    expect(await attempts(seeded.inviteId)).toEqual([]);
  });

  test('goes by the policy in force, whatever was planned before', async () => {
    const { inviteId } = await seedDue();
    const rules = rulesOf({ ...PLAIN, afterMs: [5 * DAY] });
    await resends.worker([], { rules }).work(inviteId);
    expect(await row(inviteId)).toMatchObject({
      nextSlot: 1,
      plannedBy: rules.inForce?.fingerprint,
    });
    await advance(pool(), 2 * DAY);
    const { claims, work } = resends.worker([SENT], { rules });
    await work(inviteId);
    expect(claims).toHaveLength(1);
  });

  test('sends nothing where no policy is in force any more', async () => {
    const { inviteId } = await seedDue();
    await resends.worker([], { rules: rulesOf(null) }).work(inviteId);
    expect(await attempts(inviteId)).toEqual([]);
  });

  test('keeps to the hours of the policy at the last moment', async () => {
    const rules = rulesOf(OFFICE);
    const { inviteId } = await seedDue(rules);
    await advance(pool(), 12 * HOUR);
    await resends.worker([], { rules }).work(inviteId);
    // The next morning at eight in Berlin.
    expect(await row(inviteId)).toMatchObject({ nextAt: new Date('2026-06-05T06:00:00Z') });
  });

  test('keeps to the cool-down over all clients', async () => {
    const one = await seedDue();
    const other = await seedDue();
    await shareIdentity(pool(), one.inviteId, other.inviteId);
    const workers = [one, other].map(() => resends.worker([SENT]));
    await Promise.all([workers[0]?.work(one.inviteId), workers[1]?.work(other.inviteId)]);
    expect(workers.flatMap(({ claims }) => claims)).toHaveLength(1);
  });

  test('gives the slot back by a 429, and sends the message after the hold', async () => {
    const { inviteId } = await seedDue();
    await resends.worker([HELD, HELD, SENT]).work(inviteId);
    expect(await attempts(inviteId)).toMatchObject([
      { slot: null, outcome: 'hold', httpStatus: 429 },
      { slot: null, outcome: 'hold', httpStatus: 429 },
      { slot: 1, outcome: 'resent' },
    ]);
    expect(await row(inviteId)).toMatchObject({ resends: 1, resendSlot: 1 });
  });

  test('gives the slot back where the call could not be sent, and comes again', async () => {
    const { inviteId } = await seedDue();
    const end = await resends.worker([UNREACHABLE]).work(inviteId);
    expect(end).toEqual({ kind: 'again', afterMs: 90_000 });
    expect(await row(inviteId)).toMatchObject({ resends: 0, resendSlot: 0 });
    await resends.worker([SENT]).work(inviteId);
    expect(await row(inviteId)).toMatchObject({ resends: 1, resendSlot: 1 });
  });

  test('stops the client by a refused credential, and gives the slot back', async () => {
    const { inviteId, clientId } = await seedDue();
    const stopClient = (code: string, message: string) =>
      pauseClient(pool(), clientId, code, message);
    await resends.worker([refused(403, 'Forbidden')], { stopClient }).work(inviteId);
    expect(await row(inviteId)).toMatchObject({ resends: 0, resendSlot: 0 });
    await resends.worker([]).work(inviteId);
    expect(await attempts(inviteId)).toMatchObject([{ slot: null, outcome: 'stop' }]);
  });

  test.each<[string, Answer, object, object]>([
    ['a lost answer', LOST, { outcome: 'lost' }, { resends: 1, code: 'answer_lost' }],
    ['an error of the server', BROKEN, { outcome: 'lost', httpStatus: 503 }, { resends: 1 }],
    [
      'a 200, which tells of no message',
      EXISTING,
      { outcome: 'not-sent', httpStatus: 200 },
      { resends: 0, code: 'resend_without_message' },
    ],
    [
      '"in use"',
      refused(422, 'is already in use'),
      { outcome: 'not-sent' },
      { resends: 0, code: 'resend_in_use' },
    ],
    [
      'a refusal of the person',
      refused(422, 'is not formatted correctly'),
      { outcome: 'not-sent' },
      { resends: 0, code: 'invalid_form_fields' },
    ],
  ])('uses the slot up by %s', async (_what, answer, attempt, expected) => {
    const { inviteId } = await seedDue();
    await resends.worker([answer]).work(inviteId);
    await resends.worker([]).work(inviteId);
    expect(await attempts(inviteId)).toMatchObject([{ slot: 1, ...attempt }]);
    expect(await row(inviteId)).toMatchObject({ state: 'invited', resendSlot: 1, ...expected });
  });

  test('counts an outcome once that is recorded twice, as after an answer of the ledger that got lost', async () => {
    const { inviteId } = await seedDue();
    const untilDone = async <Result>(work: () => Promise<Result>) => {
      await work();
      return await work();
    };
    await resends.worker([EXISTING], { untilDone }).work(inviteId);
    expect(await row(inviteId)).toMatchObject({ resends: 0 });
  });

  test('waits where people are looked up, until that has been done since the slot came', async () => {
    const rules = { ...rulesOf(), isLookedUp: true };
    const { inviteId } = await seedDue(rules);
    const looked = () =>
      pool().query('UPDATE invite SET checked_at = ledger_now() WHERE id = $1', [inviteId]);
    await resends.worker([], { rules }).work(inviteId);
    await looked();
    // By now the look-up is of yesterday: the slot comes due anew, and waits for another one.
    await advance(pool(), DAY);
    await resends.worker([], { rules }).work(inviteId);
    await resends.worker([], { rules }).work(inviteId);
    await looked();
    const { claims, work } = resends.worker([SENT], { rules });
    await work(inviteId);
    expect(claims).toMatchObject([{ slot: 1 }]);
  });

  test('does not count a look-up that was made before the clock was put back', async () => {
    const rules = { ...rulesOf(), isLookedUp: true };
    const { inviteId, clientId } = await seedDue(rules);
    await advance(pool(), 2 * HOUR);
    await pool().query('UPDATE invite SET checked_at = ledger_now() WHERE id = $1', [inviteId]);
    await advance(pool(), -HOUR);
    await resends.worker([], { rules }).work(inviteId);
    expect(await listDueChecks(pool(), clientId, 10)).toEqual([inviteId]);
  });

  test('is not sent where a webhook tells of the activation that nobody has handled yet', async () => {
    const activating = ['account/v1/register'];
    const rules = { ...rulesOf(), activating };
    const { inviteId, clientId } = await seedDue(rules);
    const { rows } = await pool().query<{ sub: string }>(
      'SELECT uuid AS sub FROM invite WHERE id = $1',
      [inviteId],
    );
    const record = (jti: string, type: string) =>
      recordEvent(pool(), {
        clientId,
        jti,
        type,
        sub: rows[0]?.sub ?? null,
        issuedAt: new Date('2026-06-04T08:59:00Z'),
      });
    await record('first', 'account/v1/register');
    await resends.worker([], { rules }).work(inviteId);
    expect(await row(inviteId)).toMatchObject({ state: 'invited', resends: 0, nextSlot: 1 });
    await handleOpenEvents(pool(), clientId, activating);
    await resends.worker([], { rules }).work(inviteId);
    expect(await row(inviteId)).toMatchObject({ state: 'activated', resends: 0 });
  });

  test('is sent where a webhook of another type waits', async () => {
    const rules = { ...rulesOf(), activating: ['account/v1/register'] };
    const { inviteId, clientId } = await seedDue(rules);
    await pool().query(
      `INSERT INTO event (client_id, jti, type, sub, issued_at)
       SELECT $1, 'first', 'account/v1/preRegister', uuid, ledger_now() FROM invite WHERE id = $2`,
      [clientId, inviteId],
    );
    const { claims, work } = resends.worker([SENT], { rules });
    await work(inviteId);
    expect(claims).toHaveLength(1);
  });

  test('does not give back a slot whose call was taken for lost', async () => {
    const { inviteId } = await seedDue();
    const call = async () => {
      await pool().query(
        "UPDATE attempt SET started_at = now() - interval '1 hour' WHERE invite_id = $1",
        [inviteId],
      );
      await loseCalls(pool(), 20_000, 120_000);
      return UNREACHABLE;
    };
    await resends.worker([], { call }).work(inviteId);
    expect(await attempts(inviteId)).toMatchObject([{ slot: 1, outcome: 'lost' }]);
    expect(await row(inviteId)).toMatchObject({ resends: 1, resendSlot: 1 });
  });
});
