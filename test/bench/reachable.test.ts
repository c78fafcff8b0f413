import { describe, expect, test } from '@jest/globals';
import { reachableShare } from '../../bench/reachable.js';

describe('what can be reached behind a network with jitter', () => {
  const bucket = { rate: 100, burst: 5, jitterMs: 50, capacity: 0.95 };

  test('is the whole pace where the bucket holds all calls that can arrive together', () => {
    expect(reachableShare({ ...bucket, jitterMs: 0 })).toBe(1);
    expect(reachableShare({ ...bucket, rate: 50 })).toBe(1);
  });

  test('is less where it does not', () => {
    expect(reachableShare(bucket)).toBeLessThan(0.98);
    expect(reachableShare(bucket)).toBeGreaterThan(0.96);
    expect(reachableShare({ ...bucket, jitterMs: 100 })).toBeLessThan(reachableShare(bucket));
  });
});
