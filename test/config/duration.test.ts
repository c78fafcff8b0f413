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

test('of whatever characters is null, or a whole number of ms of at most 99,999 weeks', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '3',
      '00',
      '99999',
      '100000',
      '1e3',
      '-1',
      '+1',
      '１',
      '٣',
      'Infinity',
      's',
      'd',
      'w',
      'D',
    ),
    fc.constantFrom(' ', '  ', '\n', '\u00a0', '.', ','),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const anyText = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(anyText, (text) => {
      const ms = parseDuration(text);
      if (ms === null) return;
      expect(text).toMatch(/^\d{1,5} ?[smhdw]$/);
      expect(ms % 1_000).toBe(0);
      expect(ms).toBeLessThanOrEqual(99_999 * 604_800_000);
      expect(parseDuration(writeDuration(ms))).toBe(writeDuration(ms).length > 6 ? null : ms);
    }),
    { numRuns: 2_000 },
  );
});

test('very long texts are told apart at once', () => {
  for (const text of [
    '9'.repeat(1e6),
    `${' '.repeat(1e6)}d`,
    `3${' '.repeat(1e6)}d`,
    'd'.repeat(1e6),
  ])
    expect(parseDuration(text)).toBeNull();
});
