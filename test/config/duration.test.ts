import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDuration, writeDuration } from '../../src/config/duration.js';

test.each([
  ['45s', 45_000],
  ['30m', 1_800_000],
  ['12h', 43_200_000],
  ['3d', 259_200_000],
  ['2w', 1_209_600_000],
  ['3 d', 259_200_000],
])('%s is a span of %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '3', 'd', '-3d', '1.5d', '3 days', '3D', '3d 2h', '1000000d'])(
  '"%s" is none',
  (text) => {
    expect(parseDuration(text)).toBeNull();
  },
);

test.each([
  [0, '0d'],
  [90_000, '90s'],
  [5_400_000, '90m'],
  [129_600_000, '36h'],
  [1_209_600_000, '14d'],
])('%i ms are written %s', (ms, text) => {
  expect(writeDuration(ms)).toBe(text);
});

test('what is written can be read', () => {
  fc.assert(
    fc.property(fc.nat(99_999), (seconds) => {
      expect(parseDuration(writeDuration(seconds * 1_000))).toBe(seconds * 1_000);
    }),
  );
});
