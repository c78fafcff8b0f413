import { describe, expect, test } from '@jest/globals';
import { retryAfterMs } from '../../src/next-identity/retry-after.js';

const now = Date.parse('1994-11-06T08:49:07Z');

describe('Retry-After', () => {
  test.each([
    ['seconds', '120', 120_000],
    ['no time at all', '0', 0],
    ['parts of a second', '1.5', 1500],
    ['with space around', ' 7 ', 7000],
    ['an HTTP date', 'Sun, 06 Nov 1994 08:49:37 GMT', 30_000],
    ['the RFC 850 form of a date', 'Sunday, 06-Nov-94 08:49:37 GMT', 30_000],
    ['the asctime form of a date', 'Sun Nov  6 08:49:37 1994', 30_000],
    ['a date in the past', 'Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ])('is read as %s', (_form, header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });

  test.each([undefined, '', 'soon', '-5', '1e3', '12345678901', 'Sunday', '5 seconds'])(
    'names no time as %j',
    (header) => {
      expect(retryAfterMs(header, now)).toBeNull();
    },
  );

  test('is taken from the first header where there are several', () => {
    expect(retryAfterMs(['3', '9'], now)).toBe(3000);
  });
});
