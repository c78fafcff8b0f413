import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { lastDue, nextDue } from '../../src/sync/due-times.js';

/** The next times by the clock of a zone, with its offset. */
function following(cron: string, timeZone: string, from: string, count: number): string[] {
  const times: string[] = [];
  let at = new Date(from);
  for (let n = 0; n < count; n += 1) {
    at = nextDue({ cron, timeZone }, at);
    times.push(DateTime.fromJSDate(at, { zone: timeZone }).toFormat('LL-dd HH:mm ZZ'));
  }
  return times;
}

describe('a due time', () => {
  test('is that of the clock on the wall, in summer and in winter', () => {
    expect(following('0 2 * * 1-5', 'Europe/Berlin', '2026-06-04T12:00Z', 2)).toEqual([
      '06-05 02:00 +02:00',
      '06-08 02:00 +02:00',
    ]);
    expect(following('0 2 * * *', 'Europe/Berlin', '2026-12-31T12:00Z', 1)).toEqual([
      '01-01 02:00 +01:00',
    ]);
  });

  test('which the clocks leave out is due when they have been put forward', () => {
    expect(following('30 2 * * *', 'Europe/Berlin', '2026-03-27T12:00Z', 3)).toEqual([
      '03-28 02:30 +01:00',
      '03-29 03:00 +02:00',
      '03-30 02:30 +02:00',
    ]);
  });

  test('which the clocks show twice is due the first time only', () => {
    expect(following('30 2 * * *', 'Europe/Berlin', '2026-10-23T12:00Z', 4)).toEqual([
      '10-24 02:30 +02:00',
      '10-25 02:30 +02:00',
      '10-26 02:30 +01:00',
      '10-27 02:30 +01:00',
    ]);
  });

  test.each([
    ['America/Santiago', '15 0 * * *', '2026-09-05T12:00Z', '09-06 01:00 -03:00'],
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T12:00Z', '10-04 02:30 +11:00'],
  ])(
    'is there also where clocks are put forward at midnight, or by half an hour: %s',
    (zone, cron, from, due) => {
      expect(following(cron, zone, from, 1)).toEqual([due]);
    },
  );

  test('of every hour comes once for each hour that the clock shows', () => {
    expect(following('30 * * * *', 'Europe/Berlin', '2026-10-24T23:00Z', 3)).toEqual([
      '10-25 01:30 +02:00',
      '10-25 02:30 +02:00',
      '10-25 03:30 +01:00',
    ]);
  });
});

describe('the last due time', () => {
  const berlin = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };

  test.each([
    ['the moment itself', '2026-06-04T00:30:00Z', '2026-06-04T00:30:00Z'],
    ['a moment before it', '2026-06-04T00:29:59Z', '2026-06-03T00:30:00Z'],
    ['the second time that the clocks show it', '2026-10-25T01:30:00Z', '2026-10-25T00:30:00Z'],
    ['a time between the two', '2026-10-25T01:10:00Z', '2026-10-25T00:30:00Z'],
    ['the end of the hour that is left out', '2026-03-29T01:00:00Z', '2026-03-29T01:00:00Z'],
  ])('up to %s', (_, at, due) => {
    expect(lastDue(berlin, new Date(at))).toEqual(new Date(due));
  });
});

const zones = ['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
const timetable = fc.record({
  timeZone: fc.constantFrom(...zones),
  cron: fc.constantFrom('30 2 * * *', '0 0 * * *', '*/20 0-3 * * *', '15 * * * *', '5 4 1 * 0'),
});
const moment = fc.date({
  min: new Date('2026-01-01'),
  max: new Date('2028-01-01'),
  noInvalidDate: true,
});

describe('whatever the zone, the line and the moment', () => {
  test('nothing is due between the last due time and the next', () => {
    fc.assert(
      fc.property(timetable, moment, (table, at) => {
        const last = lastDue(table, at);
        const next = nextDue(table, at);
        expect(last <= at && at < next).toBe(true);
        expect(nextDue(table, last)).toEqual(next);
        expect(lastDue(table, next)).toEqual(next);
      }),
    );
  });

  test('a time of day is due once on every day', () => {
    const clock = fc.record({
      hour: fc.nat(23),
      minute: fc.nat(59),
      zone: fc.constantFrom(...zones),
    });
    fc.assert(
      fc.property(clock, moment, ({ hour, minute, zone }, from) => {
        const table = { cron: `${minute} ${hour} * * *`, timeZone: zone };
        const first = nextDue(table, from);
        const day = DateTime.fromJSDate(first, { zone }).startOf('day').plus({ days: 1 });
        const second = DateTime.fromJSDate(nextDue(table, first), { zone });
        expect(second.toISODate()).toBe(day.toISODate());
      }),
    );
  });
});
