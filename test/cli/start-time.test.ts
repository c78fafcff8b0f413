import { describe, expect, test } from '@jest/globals';
import { parseStartTime } from '../../src/cli/start-time.js';

const NOW = new Date('2026-03-01T00:00:00Z');
const at = (text: string, zone: string | null = null) => parseStartTime(text, zone, NOW);

describe('the start of a batch', () => {
  test.each([
    ['2026-12-01 08:00 Europe/Berlin', '2026-12-01T07:00:00.000Z'],
    ['2026-07-01 08:00 Europe/Berlin', '2026-07-01T06:00:00.000Z'],
    ['2026-12-01T08:00 Asia/Kolkata', '2026-12-01T02:30:00.000Z'],
    [' 2026-12-01 08:00 UTC ', '2026-12-01T08:00:00.000Z'],
    // Clocks are put back at 03:00: this time comes twice.
    ['2026-10-25 02:30 Europe/Berlin', '2026-10-25T00:30:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(at(text).at.toISOString()).toBe(moment);
  });

  test('goes by the time zone of the policy where none is typed', () => {
    expect(at('2026-12-01 08:00', 'America/New_York')).toEqual({
      at: new Date('2026-12-01T13:00:00Z'),
      timeZone: 'America/New_York',
    });
    expect(at('2026-12-01 08:00 UTC', 'America/New_York').timeZone).toBe('UTC');
  });

  test.each([
    ['tomorrow', /Expected --at like "2026-12-01 08:00 Europe\/Berlin", got "tomorrow"/],
    ['2026-12-01', /got "2026-12-01"/],
    ['2026-12-01 08:00', /names no time zone/],
    ['2026-12-01 08:00 Berlin', /got the time zone "Berlin"/],
    ['2026-02-30 08:00 UTC', /2026-02-30 08:00 is no day and time/],
    ['2026-12-01 25:00 UTC', /2026-12-01 25:00 is no day and time/],
    [
      '2026-03-29 02:30 Europe/Berlin',
      /does not exist in Europe\/Berlin.* next time there is 03:30/,
    ],
    ['2026-02-28 23:59 UTC', /is past: it is 2026-03-01 00:00:00 in UTC/],
    ['2026-03-01 00:00 UTC', /is past/],
  ])('cannot be %s', (text, sentence) => {
    expect(() => at(text)).toThrow(expect.objectContaining({ code: 'start_invalid' }));
    expect(() => at(text)).toThrow(sentence);
  });
});
