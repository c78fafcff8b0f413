import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type PreRegisterContext, preRegister } from '../../jobs/pre-register.js';
import type { Answer } from '../../src/invite/answer.js';
import { type Claim, claimInvite, finishCall } from '../../src/ledger/calls.js';
import { listClients, pauseClient } from '../../src/ledger/clients.js';
import { cancelInvites } from '../../src/ledger/operator.js';
import { countQueued } from '../../src/ledger/queued.js';
import { createLog } from '../../src/observe/log.js';
import { Pacer } from '../../src/queue/pacer.js';
import { OFFICE } from '../invite/policies.js';
import { lostEnd } from '../ledger/call-end.js';
import { setClock } from '../ledger/invited.js';
import { attemptsOf, inviteRow, seed, seedQueued } from '../ledger/seed.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';
import { until } from '../support/until.js';

const UUID = '6f1c2f0e-6a45-4d6e-9f3f-0c1d7a1b2c3d';
const PACE = { intervalUs: 1_000, burst: 1 };
const POLICY = { baseMs: 1_000, capMs: 300_000, maxTries: 2 };

const CREATED: Answer = { kind: 'accepted', status: 201, uuid: UUID };
const THERE: Answer = { kind: 'accepted', status: 200, uuid: UUID };
const HELD: Answer = { kind: 'rate-limited', retryAfterMs: 20 };
const BROKEN: Answer = { kind: 'unavailable', status: 503, reason: 'HTTP 503' };
const LOST: Answer = { kind: 'lost', reason: 'the connection was reset' };
const refused = (status: number, error: string, field: string, complaint: string): Answer => ({
  kind: 'refused',
  status,
  error,
  fields: [{ field, complaint }],
});
const IN_USE = refused(422, 'invalid_form_fields', 'emailAddress', 'is already in use');
const MALFORMED = refused(422, 'invalid_form_fields', 'emailAddress', 'is not formatted correctly');
const FORBIDDEN = refused(403, 'http_exception', 'message', 'Forbidden');

describe.each(ENGINES)('the pre-register job on %s', (kind) => {
  let bed: TestBed;
  const pacers: Pacer[] = [];
  beforeAll(async () => {
    bed = await openTestBed(kind);
  });
  afterEach(() => {
    for (const pacer of pacers.splice(0)) pacer.close();
  });
  afterAll(() => bed.close());

  function newPacer(): Pacer {
    const pacer = new Pacer(bed.engine.schedule(randomUUID()), () => PACE);
    pacers.push(pacer);
    return pacer;
  }

  /** A worker whose calls are answered as given, one after the other. */
  function worker(answers: readonly Answer[], change: Partial<PreRegisterContext> = {}) {
    const claims: Claim[] = [];
    const left = [...answers];
    const context: PreRegisterContext = {
      untilDone: (work) => work(),
      pool: bed.ledger.pool,
      worker: 'worker-1',
      pacer: newPacer(),
      hours: null,
      call: async (claim) => {
        claims.push(claim);
        const answer = left.shift();
        if (answer === undefined) throw new Error('Expected no further call');
        return answer;
      },
      stopClient: async () => {
        throw new Error('Expected the client to go on');
      },
      policy: POLICY,
      random: () => 0.5,
      log: createLog('silent'),
      ...change,
    };
    return { claims, work: (inviteId: number) => preRegister(inviteId, context) };
  }

  const row = (inviteId: number) => inviteRow(bed.ledger.pool, inviteId);

  test.each([
    ['201', [CREATED], { state: 'invited', uuid: UUID, tries: 1 }],
    ['200', [THERE], { state: 'existing', uuid: UUID, tries: 1 }],
    ['"in use"', [IN_USE], { state: 'existing', uuid: null, tries: 1 }],
    ['a bad address', [MALFORMED], { state: 'failed', code: 'invalid_form_fields', tries: 1 }],
  ])('records the end of an invite that was answered %s', async (_name, answers, expected) => {
    const { inviteId } = await seedQueued(bed.ledger.pool);
    const { work } = worker(answers);
    expect(await work(inviteId)).toEqual({ kind: 'done' });
    expect(await row(inviteId)).toMatchObject({ ...expected, isOpen: false });
  });

  test('calls with what the ledger has of the person', async () => {
    const { inviteId } = await seedQueued(bed.ledger.pool);
    const { claims, work } = worker([CREATED]);
    await work(inviteId);
    expect(claims).toMatchObject([
      { inviteId, profile: { emailAddress: 'person0@example.com', firstName: 'Ada' }, tries: 1 },
    ]);
  });

  test('comes again after a pause where the call had no effect, and fails in the end', async () => {
    const { inviteId } = await seedQueued(bed.ledger.pool);
    expect(await worker([BROKEN]).work(inviteId)).toEqual({ kind: 'again', afterMs: 500 });
    expect(await row(inviteId)).toMatchObject({ state: 'queued', tries: 1, isOpen: true });

    expect(await worker([BROKEN]).work(inviteId)).toEqual({ kind: 'done' });
    expect(await row(inviteId)).toMatchObject({ state: 'failed', code: 'server_error', tries: 2 });
  });

  test('does not call again before the pause is over', async () => {
    const { inviteId } = await seedQueued(bed.ledger.pool);
    await worker([BROKEN], { random: () => 0.999, policy: { ...POLICY, baseMs: 60_000 } }).work(
      inviteId,
    );
    const { claims, work } = worker([]);
    expect(await work(inviteId)).toEqual({ kind: 'done' });
    expect(claims).toEqual([]);
  });

  test('asks again after a lost answer, and takes a 200 for its own invitation', async () => {
    const { inviteId } = await seedQueued(bed.ledger.pool);
    expect(await worker([LOST]).work(inviteId)).toEqual({ kind: 'again', afterMs: 500 });
    expect(await row(inviteId)).toMatchObject({ state: 'unknown', mayHaveArrived: true });

    await worker([THERE]).work(inviteId);
    expect(await row(inviteId)).toMatchObject({ state: 'invited', uuid: UUID, tries: 2 });
  });

  test('keeps a person in doubt where the address is in use after a lost answer', async () => {
    const { inviteId } = await seedQueued(bed.ledger.pool);
    await worker([LOST]).work(inviteId);
    expect(await worker([IN_USE]).work(inviteId)).toEqual({ kind: 'done' });
    expect(await row(inviteId)).toMatchObject({
      state: 'unknown',
      code: 'in_use_after_lost_answer',
      isOpen: false,
    });
  });

  test('keeps its place and its tries through 429s, and calls when the hold is over', async () => {
    const { inviteId } = await seedQueued(bed.ledger.pool);
    const { claims, work } = worker([HELD, HELD, HELD, CREATED]);
    expect(await work(inviteId)).toEqual({ kind: 'done' });
    expect(claims.map(({ tries }) => tries)).toEqual([1, 1, 1, 1]);
    expect(await row(inviteId)).toMatchObject({ state: 'invited', tries: 1 });
    expect(
      (await attemptsOf(bed.ledger.pool, inviteId)).map(({ httpStatus }) => httpStatus),
    ).toEqual([429, 429, 429, 201]);
  });

  test('holds everybody’s calls by a 429, and is itself given back when its process ends', async () => {
    const schedule = bed.engine.schedule(randomUUID());
    const pacer = new Pacer(schedule, () => PACE);
    const { inviteId } = await seedQueued(bed.ledger.pool);
    const { work } = worker([{ kind: 'rate-limited', retryAfterMs: 3_600_000 }], { pacer });
    const working = work(inviteId);
    await until('slots are held for an hour', async () => {
      const { nextMs } = await schedule.reserve(0, PACE, 0);
      return nextMs > 3_000_000;
    });
    pacer.close();
    await expect(working).rejects.toMatchObject({ name: 'AbortError' });
    expect(await row(inviteId)).toMatchObject({ state: 'queued', tries: 0, isDue: true });
  });

  test('records a 429 also where the queue is in trouble and the calls cannot be held', async () => {
    const hold = () => Promise.reject(new Error('OOM command not allowed'));
    const pacer = new Pacer({ ...bed.engine.schedule(randomUUID()), hold }, () => PACE);
    pacers.push(pacer);
    const { inviteId } = await seedQueued(bed.ledger.pool);
    expect(await worker([HELD, CREATED], { pacer }).work(inviteId)).toEqual({ kind: 'done' });
    expect(
      (await attemptsOf(bed.ledger.pool, inviteId)).map(({ httpStatus }) => httpStatus),
    ).toEqual([429, 201]);
  });

  test('stops the client by a refused credential, and keeps the row', async () => {
    const { inviteId, clientId, client } = await seedQueued(bed.ledger.pool);
    const { work } = worker([FORBIDDEN], {
      stopClient: (code, message) => pauseClient(bed.ledger.pool, clientId, code, message),
    });
    expect(await work(inviteId)).toEqual({ kind: 'done' });
    expect(await row(inviteId)).toMatchObject({ state: 'queued', tries: 0, isDue: true });
    const records = await listClients(bed.ledger.pool);
    expect(records.find(({ name }) => name === client)).toMatchObject({
      pausedCode: 'credentials_refused',
      pausedMessage: expect.stringContaining('rollcall resume'),
    });
    const { claims, work: workOn } = worker([]);
    expect(await workOn(inviteId)).toEqual({ kind: 'done' });
    expect(claims).toEqual([]);
  });

  test('leaves an invite in doubt in doubt when the client is stopped', async () => {
    const { inviteId, clientId } = await seedQueued(bed.ledger.pool);
    const claim = await claimInvite(bed.ledger.pool, inviteId, 'pre-register', 'worker-0');
    await finishCall(bed.ledger.pool, lostEnd(claim?.attemptId ?? 0));
    const stopClient = (code: string, message: string) =>
      pauseClient(bed.ledger.pool, clientId, code, message);
    await worker([FORBIDDEN], { stopClient }).work(inviteId);
    expect(await row(inviteId)).toMatchObject({ state: 'unknown', isDue: true, tries: 1 });
  });

  test('passes the slot of a cancelled invite on to the next job', async () => {
    const { inviteIds, clientId } = await seed(bed.ledger.pool, 2);
    const [cancelled = 0, next = 0] = inviteIds;
    await cancelInvites(bed.ledger.pool, { clientId, batchId: null });
    await bed.ledger.pool.query("UPDATE invite SET state = 'pending' WHERE id = $1", [next]);
    await bed.ledger.pool.query(
      "UPDATE invite SET state = 'queued', due_at = now() WHERE id = $1",
      [next],
    );
    // One call in ten minutes: only the slot that is passed on comes within this test.
    const slow = new Pacer(bed.engine.schedule(randomUUID()), () => ({
      intervalUs: 600_000_000,
      burst: 1,
    }));
    pacers.push(slow);
    const { claims, work } = worker([CREATED], { pacer: slow });
    await Promise.all([work(cancelled), work(next)]);
    expect(claims.map(({ inviteId }) => inviteId)).toEqual([next]);
    expect(await row(cancelled)).toMatchObject({ state: 'cancelled', tries: 0 });
    expect(await row(next)).toMatchObject({ state: 'invited' });
  });

  test('is put off where it is night, and gets no job again before the morning', async () => {
    const seeded = await seedQueued(bed.ledger.pool);
    await setClock(bed.ledger.pool, new Date('2026-06-01T20:00:00Z'));
    await bed.ledger.pool.query('UPDATE invite SET due_at = ledger_now() WHERE id = $1', [
      seeded.inviteId,
    ]);
    const { claims, work } = worker([CREATED], { hours: OFFICE });
    expect(await work(seeded.inviteId)).toEqual({ kind: 'done' });
    expect(claims).toEqual([]);
    expect(await countQueued(bed.ledger.pool, seeded.clientId)).toBe(0);

    await setClock(bed.ledger.pool, new Date('2026-06-02T06:00:00Z'));
    expect(await countQueued(bed.ledger.pool, seeded.clientId)).toBe(1);
    await work(seeded.inviteId);
    expect(claims).toHaveLength(1);
    await bed.ledger.pool.query("UPDATE ledger SET clock_ahead = '0'");
  });

  test('is made once, however many workers have the job', async () => {
    const { inviteId } = await seedQueued(bed.ledger.pool);
    const workers = Array.from({ length: 5 }, (_, n) =>
      worker([CREATED], { worker: `worker-${n}` }),
    );
    await Promise.all(workers.map(({ work }) => work(inviteId)));
    expect(workers.flatMap(({ claims }) => claims)).toHaveLength(1);
  });
});
