import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  adapted,
  type Learnt,
  learn,
  type Refusal,
  rateAt,
} from '../../src/invite/adaptive-pace.js';
import type { Pace } from '../../src/invite/pace.js';

const at = Date.UTC(2026, 0, 1);
const perSecond = (rate: number): Pace => ({ intervalUs: 1e6 / rate, burst: 2 });
const refusal = (change: Partial<Refusal> = {}): Refusal => ({
  calls: 1,
  retryAfterMs: 1_000,
  hasPassed: true,
  at,
  ...change,
});
const knowing = (change: Partial<Learnt> = {}): Learnt => ({
  settled: 50,
  start: 40,
  refused: 52,
  at,
  row: 1,
  tries: 0,
  isWindow: false,
  ...change,
});

describe('the rate to call at', () => {
  test('is the configured one as long as nothing was refused', () => {
    expect(rateAt(null, 1_000, perSecond(95))).toBeCloseTo(95);
    expect(adapted(perSecond(95), null, 7)).toEqual(perSecond(95));
  });

  test('climbs to the settled rate within seconds, and stays there', () => {
    const rates = [0, 100, 300, 1_000, 1_700].map((calls) =>
      rateAt(knowing(), calls, perSecond(95)),
    );
    expect(rates[0]).toBeCloseTo(40);
    expect(rates[1]).toBeCloseTo(46.3, 1);
    expect(rates[2]).toBeCloseTo(49.5, 1);
    expect(rates[3]).toBeCloseTo(50);
    expect(rates[4]).toBeCloseTo(50);
  });

  test('tries more after a while, by little at first, up to the configured one', () => {
    const trying = (calls: number) => rateAt(knowing(), 1_800 + calls, perSecond(95));
    expect(trying(200)).toBeLessThan(51);
    expect(trying(500)).toBeGreaterThan(55);
    expect(trying(2_000)).toBeCloseTo(95);
  });

  test('stays longer at what it has found, the more often trying more was refused', () => {
    const triedAt = (tries: number, calls: number) =>
      rateAt(knowing({ tries }), calls, perSecond(95));
    expect(triedAt(5, 3_000)).toBeCloseTo(95);
    expect(triedAt(7, 3_000)).toBeCloseTo(50);
    expect(triedAt(1_000, 18_000)).toBeCloseTo(50);
    expect(triedAt(1_000, 20_000)).toBeCloseTo(95);
  });

  test('takes the same limit for the same, however it is configured', () => {
    expect(rateAt(knowing(), 1_000, perSecond(500))).toBeCloseTo(50);
    expect(rateAt(knowing(), 1_000, perSecond(30))).toBeCloseTo(30);
  });

  test('is never above the configured one, nor stands still, whatever was refused', () => {
    const refusals = fc.array(
      fc.record({
        calls: fc.integer({ min: 0, max: 100_000 }),
        retryAfterMs: fc.option(fc.integer({ min: 0, max: 3_600_000 })),
        hasPassed: fc.boolean(),
        at: fc.constant(at),
      }),
      { maxLength: 40 },
    );
    const rate = fc.double({ min: 0.001, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(refusals, rate, fc.integer({ min: 0, max: 100_000 }), (met, full, calls) => {
        let known: Learnt | null = null;
        for (const one of met) known = learn(known, one, perSecond(full));
        const used = rateAt(known, calls, perSecond(full));
        expect(used).toBeLessThanOrEqual(full * 1.000_001);
        expect(used).toBeGreaterThanOrEqual(full * 0.019);
      }),
    );
  });
});

describe('what a refusal teaches', () => {
  test('the first one, and one after a long quiet at the full pace, are chance', () => {
    const first = learn(null, refusal(), perSecond(95));
    expect(first).toMatchObject({
      settled: expect.closeTo(95),
      start: expect.closeTo(90.25),
    });
    expect(learn(first, refusal({ calls: 5_000 }), perSecond(95))).toMatchObject({
      settled: expect.closeTo(95),
      row: 1,
    });
  });

  test('one after the other, each soon after the last, it gives way further', () => {
    let known = learn(null, refusal(), perSecond(95));
    const starts = [known.start];
    for (let more = 0; more < 3; more += 1) {
      known = learn(known, refusal({ calls: 5 }), perSecond(95));
      starts.push(known.start);
    }
    expect(starts.map((start) => Math.round(start))).toEqual([90, 72, 36, 19]);
    expect(known).toMatchObject({ row: 4 });
  });

  test('a little above what was settled, it stays at that', () => {
    const known = knowing({ settled: 50 });
    const learnt = learn(known, refusal({ calls: 2_100 }), perSecond(95));
    expect(learnt.settled).toBeCloseTo(50, 0);
    expect(learnt.tries).toBe(1);
  });

  test('far above what was settled, the limit has been raised', () => {
    const learnt = learn(knowing(), refusal({ calls: 2_600 }), perSecond(95));
    expect(learnt.settled).toBeGreaterThan(60);
    expect(learnt.tries).toBe(0);
  });

  test('a long pause tells of a window, and how many calls it has', () => {
    // 600 calls in 20 s of the minute, and 40 s of pause: 10 calls/s.
    const known = knowing({ settled: 30, start: 30 });
    const learnt = learn(known, refusal({ calls: 601, retryAfterMs: 40_000 }), perSecond(95));
    expect(learnt.settled).toBeCloseTo(9.8, 1);
    expect(learnt.isWindow).toBe(true);
  });

  test('nothing, where no call was let through before it', () => {
    const later = refusal({ hasPassed: false, at: at + 1_000 });
    expect(learn(knowing(), later, perSecond(95))).toEqual(knowing({ at: at + 1_000 }));
  });
});
