import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterOpenTime,
  allowedFrom,
  type OpenHours,
  openSpanAt,
} from '../../src/invite/open-hours.js';
import { anyPolicy, HOUR, MINUTE, OFFICE, PLAIN, TIME_ZONES } from './policies.js';
import { wallClock } from './wall-clock.js';

const clock = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const quiet = (from: string, to: string, timeZone = 'Europe/Berlin'): OpenHours => ({
  quietHours: { from: clock(from), to: clock(to) },
  days: [1, 2, 3, 4, 5, 6, 7],
  timeZone,
});
const allowed = (hours: OpenHours, from: string, timeZone: string | null = null) =>
  allowedFrom(hours, timeZone, new Date(from)).toISOString();

describe('a message may go out', () => {
  test.each([
    ['in the middle of an open day', '2026-06-02T10:00:00Z', '2026-06-02T10:00:00.000Z'],
    [
      'from the minute on in which quiet hours end',
      '2026-06-02T06:00:00Z',
      '2026-06-02T06:00:00.000Z',
    ],
    ['not before that', '2026-06-02T05:59:59.999Z', '2026-06-02T06:00:00.000Z'],
    [
      'not from the minute on in which they begin',
      '2026-06-02T18:00:00Z',
      '2026-06-03T06:00:00.000Z',
    ],
    ['on Friday evening no more until Monday', '2026-06-05T18:30:00Z', '2026-06-08T06:00:00.000Z'],
    ['not on a Sunday', '2026-06-07T10:00:00Z', '2026-06-08T06:00:00.000Z'],
    ['an hour later by UTC in winter', '2026-12-01T02:00:00Z', '2026-12-01T07:00:00.000Z'],
  ])('%s', (_name, from, expected) => {
    expect(allowed(OFFICE, from)).toBe(expected);
  });

  test('at any time where the policy closes none', () => {
    expect(allowed(PLAIN, '2026-06-07T01:00:00Z')).toBe('2026-06-07T01:00:00.000Z');
  });

  test('by the clock of the person, where it is known', () => {
    expect(allowed(OFFICE, '2026-06-02T10:00:00Z', 'America/New_York')).toBe(
      '2026-06-02T12:00:00.000Z',
    );
    expect(allowed(OFFICE, '2026-06-02T10:00:00Z', 'Mars/Olympus')).toBe(
      '2026-06-02T10:00:00.000Z',
    );
  });

  test('before and after quiet hours in the middle of the day', () => {
    const noon = quiet('12:00', '14:00');
    expect(allowed(noon, '2026-06-02T09:59:00Z')).toBe('2026-06-02T09:59:00.000Z');
    expect(allowed(noon, '2026-06-02T10:00:00Z')).toBe('2026-06-02T12:00:00.000Z');
    expect(allowed(noon, '2026-06-02T22:00:00Z')).toBe('2026-06-02T22:00:00.000Z');
  });
});

describe('when the clock is put forward, at 02:00 on 2026-03-29 in Berlin', () => {
  test('quiet hours that end at a time that does not come end soon after', () => {
    expect(allowed(quiet('20:00', '02:30'), '2026-03-29T00:10:00Z')).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });

  test('quiet hours that begin at a time that does not come have begun once it is past', () => {
    expect(allowed(quiet('02:30', '09:00'), '2026-03-29T01:05:00Z')).toBe(
      '2026-03-29T07:00:00.000Z',
    );
  });

  test('the morning begins an hour earlier by UTC', () => {
    expect(allowed(quiet('20:00', '08:00'), '2026-03-29T01:00:00Z')).toBe(
      '2026-03-29T06:00:00.000Z',
    );
  });
});

describe('when the clock is put back, at 03:00 on 2026-10-25 in Berlin', () => {
  test('quiet hours that end in the doubled hour end when it comes for the second time', () => {
    expect(allowed(quiet('20:00', '02:30'), '2026-10-25T00:45:00Z')).toBe(
      '2026-10-25T01:30:00.000Z',
    );
  });

  test('quiet hours that begin in the doubled hour begin when it comes for the first time', () => {
    expect(allowed(quiet('02:30', '09:00'), '2026-10-25T00:40:00Z')).toBe(
      '2026-10-25T08:00:00.000Z',
    );
    expect(allowed(quiet('02:30', '09:00'), '2026-10-25T01:10:00Z')).toBe(
      '2026-10-25T08:00:00.000Z',
    );
  });
});

describe('open time', () => {
  const from = new Date('2026-06-05T17:30:00Z');

  test('stands still while messages may not go out', () => {
    expect(afterOpenTime(OFFICE, null, from, 20 * MINUTE).toISOString()).toBe(
      '2026-06-05T17:50:00.000Z',
    );
    expect(afterOpenTime(OFFICE, null, from, HOUR).toISOString()).toBe('2026-06-08T06:30:00.000Z');
    expect(afterOpenTime(OFFICE, null, from, 13 * HOUR).toISOString()).toBe(
      '2026-06-09T06:30:00.000Z',
    );
  });

  test('never stands still where messages always may', () => {
    expect(afterOpenTime(PLAIN, null, from, 13 * HOUR).toISOString()).toBe(
      '2026-06-06T06:30:00.000Z',
    );
    expect(openSpanAt(PLAIN, null, from).close).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ['2026-06-05T17:30:00Z', '2026-06-05T06:00:00.000Z', '2026-06-05T18:00:00.000Z'],
    ['2026-06-05T18:00:00Z', '2026-06-08T06:00:00.000Z', '2026-06-08T18:00:00.000Z'],
  ])('is at %s in the span from %s to %s', (now, opens, closes) => {
    const { open, close } = openSpanAt(OFFICE, null, new Date(now));
    expect([open, close].map((ms) => new Date(ms).toISOString())).toEqual([opens, closes]);
  });

  test('that never comes is refused', () => {
    expect(() => allowedFrom({ ...OFFICE, days: [] }, null, from)).toThrow(RangeError);
  });
});

const anyMoment = fc.date({
  min: new Date('2025-09-01T00:00:00Z'),
  max: new Date('2028-12-01T00:00:00Z'),
  noInvalidDate: true,
});

test('no moment that is allowed falls into quiet hours or on a closed day, in any zone', () => {
  fc.assert(
    fc.property(anyPolicy, anyMoment, fc.constantFrom(...TIME_ZONES), (policy, from, timeZone) => {
      const at = allowedFrom(policy, timeZone, from);
      expect(at.getTime()).toBeGreaterThanOrEqual(from.getTime());
      const { weekday, minutes } = wallClock(at, timeZone);
      expect(policy.days).toContain(weekday);
      expect(isQuiet(policy, minutes)).toBe(false);
      expect(allowedFrom(policy, timeZone, at)).toEqual(at);
    }),
    { numRuns: 1_000 },
  );
});

function isQuiet({ quietHours }: OpenHours, minutes: number): boolean {
  if (quietHours === null) return false;
  const { from, to } = quietHours;
  return from < to ? from <= minutes && minutes < to : from <= minutes || minutes < to;
}
