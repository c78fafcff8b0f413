import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ManualClock } from '../../src/sandbox/index.js';
import { FixedWindow } from '../../src/sandbox/limits/fixed-window.js';
import { SlidingWindow } from '../../src/sandbox/limits/sliding-window.js';
import { bodyFor, openSandbox, preRegister } from './calling.js';

const gaps = fc.array(fc.oneof(fc.nat(30), fc.nat(2_000)), { minLength: 1, maxLength: 200 });

function timesOf(list: readonly number[]): number[] {
  let now = 0;
  return list.map((gap) => {
    now += gap;
    return now;
  });
}

test('a sliding window passes no more in any span of its length, and no fewer than it could', () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 12 }), (list, calls) => {
      const window = new SlidingWindow(1_000, calls);
      const passed: number[] = [];
      for (const now of timesOf(list)) {
        const within = passed.filter((time) => time > now - 1_000).length;
        const waitMs = window.take(now);
        expect(waitMs === 0).toBe(within < calls);
        if (waitMs === 0) passed.push(now);
        else
          expect(passed.filter((time) => time > now + waitMs - 1_000).length).toBeLessThan(calls);
      }
    }),
    { numRuns: 50 },
  );
});

test('a fixed window passes so many in each of its turns, and says when the next begins', () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 12 }), (list, calls) => {
      const window = new FixedWindow(1_000, calls);
      const passed = new Map<number, number>();
      for (const now of timesOf(list)) {
        const turn = Math.floor(now / 1_000);
        const waitMs = window.take(now);
        const count = passed.get(turn) ?? 0;
        expect(waitMs).toBe(count < calls ? 0 : (turn + 1) * 1_000 - now);
        if (waitMs === 0) passed.set(turn, count + 1);
      }
    }),
    { numRuns: 50 },
  );
});

test('a fixed window is not opened again by a clock that is set back', () => {
  const window = new FixedWindow(1_000, 1);
  expect([window.take(5_000), window.take(3_000)]).toEqual([0, 3_000]);
});

describe('over HTTP', () => {
  test.each([
    // Two a minute, called at 0, 59, 60, 61 and 119 s: the windows turn at 60 s and slide with the first call.
    ['fixed-window' as const, [201, 201, 201, 201, 429]],
    ['sliding-window' as const, [201, 201, 201, 429, 201]],
    ['token-bucket' as const, [201, 201, 201, 429, 201]],
  ])('%s by the minute answers %j', async (kind, expected) => {
    const clock = new ManualClock(Date.UTC(2026, 0, 1, 12));
    const rateLimit = { calls: 2, per: 'minute' as const, kind };
    const sandbox = await openSandbox({ clock, rateLimit });
    const statuses: number[] = [];
    for (const [index, wait] of [0, 59_000, 1_000, 1_000, 58_000].entries()) {
      clock.advance(wait);
      statuses.push((await preRegister(sandbox, bodyFor(`person.${index}@example.com`))).status);
    }
    expect(statuses).toEqual(expected);
  });
});
