import { describe, expect, test } from '@jest/globals';
import { reachableShare } from '../../bench/reachable.js';

describe('what can be reached behind a network with jitter', () => {
  const bucket = { kind: 'token-bucket', per: 'second', burst: 5 } as const;
  const server = { limiter: bucket, rate: 100, jitterMs: 50, capacity: 0.95 };

  test('is all that may be used where a bucket holds all calls that can arrive together', () => {
    expect(reachableShare({ ...server, jitterMs: 0 })).toBeCloseTo(0.95, 3);
    expect(reachableShare({ ...server, rate: 50 })).toBeCloseTo(0.95, 3);
  });

  test('is less where it does not', () => {
    const share = reachableShare(server) / 0.95;
    expect(share).toBeLessThan(0.98);
    expect(share).toBeGreaterThan(0.96);
    expect(reachableShare({ ...server, jitterMs: 100 })).toBeLessThan(reachableShare(server));
  });

  test('is, of a sliding window, what leaves room for the delays', () => {
    const window = { kind: 'sliding-window', per: 'second', burst: 1 } as const;
    const sliding = { limiter: window, rate: 50, jitterMs: 50 };
    // 51 calls take 50 intervals less the longest delay, and that must not be less than the second.
    expect(reachableShare({ ...sliding, capacity: 0.952 })).toBeCloseTo(0.952, 3);
    expect(reachableShare({ ...sliding, capacity: 1 })).toBeLessThan(0.953);
  });
});
