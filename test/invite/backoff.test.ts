import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from '../../src/invite/backoff.js';

const policy = fc.record({
  baseMs: fc.integer({ min: 1, max: 60_000 }),
  capMs: fc.integer({ min: 1, max: 3_600_000 }),
});
const tries = fc.integer({ min: 1, max: 2_000 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the pause before a repetition', () => {
  test('is never below 0, and never above the cap or the doubled base', () => {
    fc.assert(
      fc.property(tries, policy, chance, (n, { baseMs, capMs }, part) => {
        const pause = backoffMs(n, { baseMs, capMs }, () => part);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(pause).toBeLessThanOrEqual(Math.min(capMs, baseMs * 2 ** (n - 1)));
        expect(Number.isInteger(pause)).toBe(true);
      }),
    );
  });

  test('grows with chance, so that rows that failed together do not come back together', () => {
    const pauses = [0, 0.25, 0.5, 0.75].map((part) =>
      backoffMs(4, { baseMs: 1_000, capMs: 300_000 }, () => part),
    );
    expect(pauses).toEqual([0, 2_000, 4_000, 6_000]);
  });

  test.each([
    [1, 1_000],
    [2, 2_000],
    [3, 4_000],
    [9, 256_000],
    [10, 300_000],
    [1_100, 300_000],
  ])('is after %i tries at most %i ms', (n, longest) => {
    const pause = backoffMs(n, { baseMs: 1_000, capMs: 300_000 }, () => 0.999_999_9);
    expect(pause).toBe(longest);
  });
});
