import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { paceOf } from '../../src/invite/pace.js';

const limit = { calls: 600, perMs: 60_000, burst: 1, capacity: 1 };

describe('the pace of a limit', () => {
  test.each([
    ['600 per minute', { calls: 600, perMs: 60_000 }, 100_000],
    ['10 per second', { calls: 10, perMs: 1_000 }, 100_000],
    ['1 per hour', { calls: 1, perMs: 3_600_000 }, 3_600_000_000],
    ['several per millisecond', { calls: 4, perMs: 1 }, 250],
  ])('spaces %s evenly', (_text, rate, intervalUs) => {
    expect(paceOf({ ...limit, ...rate }).intervalUs).toBe(intervalUs);
  });

  test('leaves the part of the limit free that live logins need', () => {
    expect(paceOf({ ...limit, capacity: 0.5 }).intervalUs).toBe(200_000);
  });

  test.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 2],
    [11, 5],
  ])('uses of a burst of %i no more than %i at once', (burst, used) => {
    expect(paceOf({ ...limit, burst }).burst).toBe(used);
  });

  test('never adds up to more calls in the span than the share allows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom(1, 1_000, 60_000, 3_600_000),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (calls, perMs, capacity) => {
          const { intervalUs } = paceOf({ calls, perMs, burst: 1, capacity });
          expect((perMs * 1_000) / intervalUs).toBeCloseTo(calls * capacity, 6);
        },
      ),
    );
  });
});
