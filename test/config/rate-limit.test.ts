import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatRateLimit, parseRateLimit } from '../../src/config/rate-limit.js';

describe('a limit as people write it', () => {
  test.each([
    ['600 per minute', 600, 60_000],
    ['600/min', 600, 60_000],
    ['6,000 per minute', 6_000, 60_000],
    ['1_000_000 per day', 1_000_000, 86_400_000],
    ['10 000 / h', 10_000, 3_600_000],
    ['100 calls per hour', 100, 3_600_000],
    ['1 call a second', 1, 1_000],
    ['10 per s', 10, 1_000],
    ['0.5 per second', 0.5, 1_000],
    ['  2 PER Day ', 2, 86_400_000],
  ])('"%s" is %d calls in %i ms', (text, calls, perMs) => {
    expect(parseRateLimit(text)).toEqual({ calls, perMs });
  });

  test.each([
    '',
    '600',
    'per minute',
    '0 per minute',
    '-5 per minute',
    '600 per fortnight',
    '600 per minute or so',
    'many per minute',
    '1e9 per second',
    '1,5 per second',
    '1.2.3 per second',
    'Infinity per second',
  ])('"%s" is none', (text) => {
    expect(parseRateLimit(text)).toBeNull();
  });

  test('is read back from how it is shown', () => {
    const calls = fc.oneof(
      fc.integer({ min: 1, max: 1_000_000_000 }),
      fc.integer({ min: 1, max: 999 }).map((thousandths) => thousandths / 1_000),
    );
    const perMs = fc.constantFrom(1_000, 60_000, 3_600_000, 86_400_000);
    fc.assert(
      fc.property(fc.record({ calls, perMs }), (limit) => {
        expect(parseRateLimit(formatRateLimit(limit))).toEqual(limit);
      }),
    );
  });

  test('is shown with its span where that has no name', () => {
    expect(formatRateLimit({ calls: 5, perMs: 250 })).toBe('5 per 250 ms');
  });
});
