import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Pace } from '../../src/invite/pace.js';
import { connectRedis } from '../../src/queue/redis.js';
import type { Schedule } from '../../src/queue/schedule.js';
import { ENGINES, openTestBed, redisUrlFor, type TestBed } from '../support/engines.js';

const POLICY = { baseMs: 1_000, capMs: 60_000, quietMs: 60_000 };

describe.each(ENGINES)('the schedule of slots on %s', (kind) => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await openTestBed(kind);
  });
  afterAll(() => bed.close());

  const fresh = (): Schedule => bed.engine.schedule(randomUUID());
  const everyMs = (ms: number, burst = 1): Pace => ({ intervalUs: ms * 1_000, burst });

  test('gives the first slot at once and spaces the next ones evenly', async () => {
    const { waitsMs, nextMs } = await fresh().reserve(5, everyMs(100), 10_000);
    expect(waitsMs).toHaveLength(5);
    expect(waitsMs.map((wait) => Math.round(wait))).toEqual([0, 100, 200, 300, 400]);
    expect(Math.round(nextMs)).toBe(500);
  });

  test('goes on where the last reservation ended, whoever asks', async () => {
    const budget = randomUUID();
    await bed.engine.schedule(budget).reserve(100, everyMs(1_000), 100_000);
    const { waitsMs } = await bed.engine.schedule(budget).reserve(1, everyMs(1_000), 200_000);
    expect(waitsMs[0]).toBeGreaterThan(95_000);
    expect(waitsMs[0]).toBeLessThanOrEqual(100_000);
  });

  test('reserves no slot that begins later than the lookahead', async () => {
    const { waitsMs, nextMs } = await fresh().reserve(100, everyMs(100), 250);
    expect(waitsMs).toHaveLength(3);
    expect(Math.round(nextMs)).toBe(300);
  });

  test('keeps fractions of a microsecond at several calls a millisecond', async () => {
    const { waitsMs, nextMs } = await fresh().reserve(
      1_000,
      { intervalUs: 333.3, burst: 1 },
      10_000,
    );
    expect(waitsMs).toHaveLength(1_000);
    expect(nextMs).toBeCloseTo(333.3, 0);
  });

  test('waits an hour at one call an hour', async () => {
    const schedule = fresh();
    await schedule.reserve(1, everyMs(3_600_000), 250);
    const { waitsMs, nextMs } = await schedule.reserve(1, everyMs(3_600_000), 250);
    expect(waitsMs).toEqual([]);
    expect(nextMs).toBeGreaterThan(3_590_000);
  });

  test('lets a burst go at once after a quiet time, and then keeps the pace', async () => {
    const { waitsMs } = await fresh().reserve(6, everyMs(100, 4), 10_000);
    expect(waitsMs.map((wait) => Math.round(wait))).toEqual([0, 0, 0, 0, 100, 200]);
  });

  test('a raised limit shortens the wait that the old one had laid up', async () => {
    const schedule = fresh();
    await schedule.reserve(1, everyMs(3_600_000), 0);
    const { waitsMs } = await schedule.reserve(2, everyMs(10), 2_000);
    expect(waitsMs[0]).toBeLessThanOrEqual(10);
    expect(Math.round((waitsMs[1] ?? 0) - (waitsMs[0] ?? 0))).toBe(10);
  });

  test('a raised limit does not shorten a hold', async () => {
    const schedule = fresh();
    await schedule.reserve(1, everyMs(1_000), 0);
    await schedule.hold(5_000, everyMs(1_000), POLICY, 0);
    const { nextMs } = await schedule.reserve(1, everyMs(10), 0);
    expect(nextMs).toBeGreaterThan(4_500);
  });

  test('a lowered limit keeps its distance from the slots already given', async () => {
    const schedule = fresh();
    await schedule.reserve(1, everyMs(10), 0);
    const { waitsMs } = await schedule.reserve(2, everyMs(1_000), 2_000);
    expect(waitsMs[0]).toBeLessThanOrEqual(10);
    expect(Math.round((waitsMs[1] ?? 0) - (waitsMs[0] ?? 0))).toBe(1_000);
  });

  test('never gives two of many concurrent callers the same slot', async () => {
    const schedule = fresh();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => schedule.reserve(5, everyMs(1_000), 1_000_000)),
    );
    // Reservations happen at slightly different moments, so slots are told apart by whole seconds.
    const seconds = all.flatMap(({ waitsMs }) => waitsMs.map((wait) => Math.ceil(wait / 1_000)));
    expect(new Set(seconds).size).toBe(100);
  });

  test('holds all slots for as long as the server asked', async () => {
    const schedule = fresh();
    await schedule.reserve(1, everyMs(10, 4), 0);
    const { lastsMs } = await schedule.hold(5_000, everyMs(10, 4), POLICY, 0);
    expect(lastsMs).toBeCloseTo(5_000, 0);
    const { waitsMs } = await schedule.reserve(3, everyMs(10, 4), 10_000);
    expect(waitsMs[0]).toBeGreaterThan(4_500);
    // No burst after a hold: the server has just said that it has no room.
    expect(Math.round((waitsMs[1] ?? 0) - (waitsMs[0] ?? 0))).toBe(10);
  });

  test('takes 429s that come in during a hold for the same hold', async () => {
    const schedule = fresh();
    await schedule.hold(null, everyMs(10), POLICY, 0);
    const again = await schedule.hold(null, everyMs(10), POLICY, 0);
    expect(again).toMatchObject({ isNew: false });
    expect(again.lastsMs).toBeLessThanOrEqual(1_000);
  });

  test('doubles the pause from one hold to the next', async () => {
    const schedule = fresh();
    // Holds are in a row as long as the quiet time lies not between them, so it is far longer than the machine may dawdle.
    const policy = { baseMs: 5, capMs: 60_000, quietMs: 60_000 };
    const pauses: number[] = [];
    for (let hold = 0; hold < 5; hold += 1) {
      const { lastsMs } = await schedule.hold(null, everyMs(0.001), policy, 0);
      pauses.push(Math.round(lastsMs));
      await passed(schedule, lastsMs);
    }
    expect(pauses).toEqual([5, 10, 20, 40, 80]);
  });

  test('pauses no longer than the cap', async () => {
    const policy = { baseMs: 5_000, capMs: 3_000, quietMs: 60_000 };
    const { lastsMs } = await fresh().hold(null, everyMs(10), policy, 0);
    expect(lastsMs).toBeCloseTo(3_000, 0);
  });

  test('takes up to half of a pause off by chance', async () => {
    const { lastsMs } = await fresh().hold(null, everyMs(10), POLICY, 0.999);
    expect(lastsMs).toBeCloseTo(500, -1);
  });

  test('begins with the first pause again when a row of holds has ended', async () => {
    const schedule = fresh();
    const policy = { baseMs: 5, capMs: 60_000, quietMs: 0 };
    const pauses: number[] = [];
    for (let hold = 0; hold < 3; hold += 1) {
      const { lastsMs } = await schedule.hold(null, everyMs(0.001), policy, 0);
      pauses.push(Math.round(lastsMs));
      await passed(schedule, lastsMs);
    }
    expect(pauses).toEqual([5, 5, 5]);
  });

  test('a limit that is lowered during a hold lets no slot begin within it', async () => {
    const schedule = fresh();
    await schedule.reserve(1, everyMs(10, 4), 0);
    await schedule.hold(5_000, everyMs(10, 4), POLICY, 0);
    const { nextMs } = await schedule.reserve(0, everyMs(1_000, 4), 0);
    expect(nextMs).toBeGreaterThan(4_500);
    expect(nextMs).toBeLessThanOrEqual(5_001);
  });

  test('counts the slots that were given since the last hold', async () => {
    const schedule = fresh();
    expect(await schedule.reserve(3, everyMs(10), 1_000)).toMatchObject({ calls: 3 });
    expect(await schedule.reserve(2, everyMs(10), 1_000)).toMatchObject({ calls: 5 });
    expect(await schedule.hold(1, everyMs(10), POLICY, 0)).toMatchObject({ calls: 5, isNew: true });
    expect(await schedule.reserve(1, everyMs(10), 1_000)).toMatchObject({ calls: 1 });
  });

  test('carries what was learnt to everybody, and has it from the first of two', async () => {
    const budget = randomUUID();
    const [one, other] = [bed.engine.schedule(budget), bed.engine.schedule(budget)];
    expect(await one.reserve(1, everyMs(10), 0)).toMatchObject({ learnt: null });
    expect(await one.learn(null, 'first')).toBe(true);
    expect(await other.learn(null, 'second')).toBe(false);
    expect(await other.reserve(1, everyMs(10), 1_000)).toMatchObject({ learnt: 'first' });
    expect(await other.learn('first', 'second')).toBe(true);
    expect(await one.hold(1, everyMs(10), POLICY, 0)).toMatchObject({ learnt: 'second' });
  });
});

/** Comes back when the engine's clock has passed the hold. */
async function passed(schedule: Schedule, holdMs: number): Promise<void> {
  const pace = { intervalUs: 0.001, burst: 1 };
  const deadline = Date.now() + holdMs + 5_000;
  while (Date.now() < deadline) {
    const { waitsMs } = await schedule.reserve(1, pace, 0);
    if (waitsMs.length > 0) return;
  }
  throw new Error('Expected the hold to pass');
}

test('the schedule on a Redis that has forgotten all scripts goes on', async () => {
  const bed = await openTestBed('redis');
  const { redis, close } = await connectRedis(redisUrlFor('redis') ?? '');
  try {
    const schedule = bed.engine.schedule(randomUUID());
    const pace = { intervalUs: 100_000, burst: 1 };
    await schedule.reserve(1, pace, 250);
    await redis.script('FLUSH');
    const { waitsMs } = await schedule.reserve(1, pace, 250);
    expect(waitsMs).toHaveLength(1);
    await redis.script('FLUSH');
    await schedule.hold(1_000, pace, POLICY, 0.5);
    await redis.script('FLUSH');
    expect(await schedule.learn(null, 'text')).toBe(true);
  } finally {
    await close();
    await bed.close();
  }
});
