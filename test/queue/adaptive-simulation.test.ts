import { describe, expect, test } from '@jest/globals';
import { paceOf } from '../../src/invite/pace.js';
import { FixedWindow } from '../../src/sandbox/limits/fixed-window.js';
import { SlidingWindow } from '../../src/sandbox/limits/sliding-window.js';
import { type Limiter, TokenBucket } from '../../src/sandbox/limits/token-bucket.js';
import { type Seen, simulate } from './simulation/simulate.js';

const BURST = 5;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const bucket = (perSecond: number) => new TokenBucket(SECOND / perSecond, BURST, 0);
/** The pace of somebody who believes in so many calls a second. */
const believing = (perSecond: number) =>
  paceOf({ calls: perSecond, perMs: SECOND, burst: BURST, capacity: 0.95 });

/** From the first second to the second one: the calls that passed in each second, and the share of all that did not. */
function between({ passed, refused }: Seen, from: number, to: number) {
  const sum = (calls: readonly number[]) =>
    calls.slice(from, to).reduce((all, some = 0) => all + some, 0);
  const through = sum(passed);
  return {
    perSecond: through / (to - from),
    refusedShare: sum(refused) / (through + sum(refused)),
  };
}

describe('in a simulated world, a limit that is configured right', () => {
  test.each([
    [10, 1],
    [10, 4],
    [50, 1],
    [50, 4],
    [100, 1],
    [100, 4],
  ])('is used as it was, at %d calls/s and in %d process(es)', (rate, processes) => {
    const limiter = bucket(rate);
    const seen = simulate({
      limiter: () => limiter,
      pace: believing(rate),
      processes,
      lastsMs: 400 * SECOND,
    });
    const { perSecond, refusedShare } = between(seen, 1, 400);
    expect(perSecond).toBeGreaterThanOrEqual(0.98 * 0.95 * rate);
    expect(refusedShare).toBeLessThanOrEqual(0.001);
  });
});

describe('a limit that is set too high', () => {
  const cases = [10, 50, 100].flatMap((rate) =>
    [2, 10].flatMap((tooHigh) =>
      [1, 4].flatMap((processes) =>
        [true, false].map((namesRetryAfter) => ({ rate, tooHigh, processes, namesRetryAfter })),
      ),
    ),
  );
  test.each(cases)('is learnt: %o', ({ rate, tooHigh, processes, namesRetryAfter }) => {
    // At 100 calls/s the jitter makes bursts of its own, and chance decides about a hundredth: the median counts.
    const runs = (rate < 100 ? [1] : [1, 2, 3, 4, 5]).map((seed) => {
      const limiter = bucket(rate);
      const world = { limiter: () => limiter, pace: believing(rate * tooHigh), processes };
      const seen = simulate({ ...world, namesRetryAfter, seed, lastsMs: 420 * SECOND });
      return between(seen, 120, 420);
    });
    const used = runs.map(({ perSecond }) => perSecond).sort((one, other) => one - other);
    expect(used[Math.floor(used.length / 2)]).toBeGreaterThanOrEqual(0.9 * rate);
    for (const { refusedShare } of runs) expect(refusedShare).toBeLessThanOrEqual(0.01);
  });

  const windows = [10, 50].flatMap((rate) =>
    [SECOND, MINUTE].flatMap((windowMs) =>
      ['fixed', 'sliding'].map((kind) => ({ rate, windowMs, kind })),
    ),
  );
  test.each(windows)('is learnt from a window: %o', ({ rate, windowMs, kind }) => {
    const calls = (rate * windowMs) / SECOND;
    const limiter: Limiter =
      kind === 'fixed' ? new FixedWindow(windowMs, calls) : new SlidingWindow(windowMs, calls);
    const seen = simulate({
      limiter: () => limiter,
      pace: believing(rate * 10),
      processes: 4,
      lastsMs: 900 * SECOND,
    });
    const { perSecond, refusedShare } = between(seen, 200, 900);
    expect(perSecond).toBeGreaterThanOrEqual(0.9 * rate);
    expect(refusedShare).toBeLessThanOrEqual(0.01);
  });

  test.each([true, false])(
    'is learnt from slow answers, too (Retry-After: %s)',
    (namesRetryAfter) => {
      const limiter = bucket(10);
      const seen = simulate({
        limiter: () => limiter,
        pace: believing(100),
        processes: 4,
        namesRetryAfter,
        latencyMs: { from: 1_000, to: 3_000 },
        lastsMs: 420 * SECOND,
      });
      const { perSecond, refusedShare } = between(seen, 120, 420);
      expect(perSecond).toBeGreaterThanOrEqual(9);
      expect(refusedShare).toBeLessThanOrEqual(0.02);
    },
  );

  test('is learnt at 100 calls an hour, too', () => {
    const limiter = new TokenBucket(HOUR / 100, BURST, 0);
    const seen = simulate({
      limiter: () => limiter,
      pace: paceOf({ calls: 1_000, perMs: HOUR, burst: BURST, capacity: 0.95 }),
      processes: 2,
      lastsMs: 40 * HOUR,
    });
    const { perSecond, refusedShare } = between(seen, 10 * 3_600, 40 * 3_600);
    expect(perSecond * 3_600).toBeGreaterThanOrEqual(90);
    expect(refusedShare).toBeLessThanOrEqual(0.02);
  });

  test('is not learnt anew after a restart, even of the queue’s engine', () => {
    const limiter = bucket(50);
    const restartsAt = 200 * SECOND;
    const world = { limiter: () => limiter, pace: believing(500), processes: 4 };
    const seen = simulate({ ...world, restartsAt, lastsMs: 260 * SECOND });
    const { perSecond, refusedShare } = between(seen, 200, 260);
    expect(perSecond).toBeGreaterThanOrEqual(42.5);
    expect(refusedShare).toBeLessThanOrEqual(0.01);
  });
});

describe('a limit that changes during the run', () => {
  test.each([
    [10, 1],
    [50, 4],
    [100, 4],
  ])('%d calls/s, lowered by half and raised again, %d process(es)', (rate, processes) => {
    const [whole, half] = [bucket(rate), bucket(rate / 2)];
    const seen = simulate({
      limiter: (at) => (at > MINUTE && at < 4 * MINUTE ? half : whole),
      pace: believing(rate),
      processes,
      lastsMs: 420 * SECOND,
    });
    const lowered = between(seen, 90, 240);
    expect(lowered.perSecond).toBeGreaterThanOrEqual((0.9 * rate) / 2);
    expect(lowered.refusedShare).toBeLessThanOrEqual(0.01);
    const raised = between(seen, 300, 420);
    expect(raised.perSecond).toBeGreaterThanOrEqual(0.9 * rate);
    expect(raised.refusedShare).toBeLessThanOrEqual(0.01);
  });

  test.each([
    [10, 1],
    [50, 4],
    [100, 4],
  ])('%d calls/s, half of them taken by another application, %d process(es)', (rate, processes) => {
    const limiter = bucket(rate);
    const seen = simulate({
      limiter: () => limiter,
      other: (at) => (at > MINUTE && at < 4 * MINUTE ? rate / 2 : 0),
      pace: believing(rate),
      processes,
      lastsMs: 420 * SECOND,
    });
    const shared = between(seen, 90, 240);
    expect(shared.perSecond).toBeGreaterThanOrEqual((0.9 * rate) / 2);
    expect(shared.refusedShare).toBeLessThanOrEqual(0.01);
    expect(between(seen, 300, 420).perSecond).toBeGreaterThanOrEqual(0.9 * rate);
  });
});

describe('an outage that answers everything 429', () => {
  test.each([true, false])('teaches nothing of the rate (Retry-After: %s)', (namesRetryAfter) => {
    const limiter = bucket(50);
    const down: Limiter = { take: () => SECOND };
    const seen = simulate({
      limiter: (at) => (at > MINUTE && at < 2 * MINUTE ? down : limiter),
      pace: believing(50),
      processes: 1,
      namesRetryAfter,
      lastsMs: 300 * SECOND,
    });
    expect(between(seen, 210, 300).perSecond).toBeGreaterThanOrEqual(0.98 * 47.5);
  });
});
