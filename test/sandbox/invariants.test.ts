import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Peak } from '../../src/sandbox/account/peak.js';
import { TokenBucket } from '../../src/sandbox/limits/token-bucket.js';
import { randomUuid, seededRandom } from '../../src/sandbox/random.js';

/** Times of calls: many close together, some far apart. */
const arrivals = fc
  .array(fc.oneof(fc.nat(20), fc.nat(3_000)), { minLength: 1, maxLength: 200 })
  .map((gaps) => {
    let now = 0;
    return gaps.map((gap) => {
      now += gap;
      return now;
    });
  });

describe('a token bucket', () => {
  test('passes no more in any span than its size and what flows back in that span', () => {
    fc.assert(
      fc.property(
        arrivals,
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 20 }),
        (times, msPerToken, burst) => {
          const bucket = new TokenBucket(msPerToken, burst, 0);
          const passed = times.filter((time) => bucket.take(time) === 0);
          for (const [first, from] of passed.entries()) {
            for (const [last, to] of passed.entries()) {
              if (last < first) continue;
              expect(last - first + 1).toBeLessThanOrEqual(burst + (to - from) / msPerToken + 1e-6);
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  test('passes a call that waited as long as it was told to', () => {
    fc.assert(
      fc.property(arrivals, fc.double({ min: 0.3, max: 500, noNaN: true }), (times, msPerToken) => {
        const bucket = new TokenBucket(msPerToken, 3, 0);
        for (const time of times) bucket.take(time);
        const now = times.at(-1) ?? 0;
        const waitMs = bucket.take(now);
        expect(waitMs).toBeLessThanOrEqual(msPerToken);
        if (waitMs > 0) expect(bucket.take(now + waitMs)).toBe(0);
      }),
    );
  });

  test('is not drained by a clock that is set back', () => {
    const bucket = new TokenBucket(1_000, 2, 10_000);
    expect([bucket.take(10_000), bucket.take(4_000), bucket.take(5_000)]).toEqual([0, 0, 0]);
  });
});

test('the peak is the most calls in any span of one second', () => {
  fc.assert(
    fc.property(arrivals, (times) => {
      const peak = new Peak();
      for (const time of times) peak.add(time);
      const counts = times.map(
        (end) => times.filter((time) => time <= end && time > end - 1_000).length,
      );
      expect(peak.value).toBe(Math.max(...counts));
    }),
  );
});

test('the peak has no upper end', () => {
  const peak = new Peak();
  for (let call = 0; call < 5_000; call++) peak.add(call < 600 ? 0 : 500);
  peak.add(1_200);
  expect(peak.value).toBe(5_000);
});

test('uuids are of version 4 and do not come twice, nor from two seeds', () => {
  const uuids = [1, 2].flatMap((seed) => {
    const random = seededRandom(seed, 'uuids');
    return Array.from({ length: 5_000 }, () => randomUuid(random));
  });
  expect(new Set(uuids).size).toBe(10_000);
  for (const uuid of uuids) {
    if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid)) {
      throw new Error(`Expected a uuid of version 4, got ${uuid}`);
    }
  }
});

test('random numbers are spread evenly', () => {
  const random = seededRandom(5, 'latency');
  const tenths = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 20_000; draw++) {
    const tenth = Math.floor(random() * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(250);
});
