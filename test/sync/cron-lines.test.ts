import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { lastDue, nextDue } from '../../src/sync/due-times.js';
import { syncSettings } from '../../src/sync/settings.js';

/** What the settings make of a cron line; null: they refuse it. */
function readCron(cron: string, timeZone = 'Europe/Berlin'): string | null {
  const source = { kind: 'file', path: 'people.csv' };
  const read = syncSettings.safeParse({ source, cron, timeZone });
  if (read.success) return read.data.cron;
  for (const { path, message } of read.error.issues) {
    expect(path).toEqual(['cron']);
    expect(message).toMatch(/^Expected a cron line/);
  }
  return null;
}

const number = fc.oneof(fc.nat(70), fc.constantFrom(-1, 0, 7, 31, 1e9, Number.MAX_SAFE_INTEGER));
const step = fc.oneof(
  fc.constant(''),
  number.map((every) => `/${every}`),
);
const span = fc.oneof(
  fc.constantFrom('*', '?', 'L', 'H', 'W', '*/2', 'mon', 'MON-FRI', 'jan', '5L', '1#2', '@daily'),
  number.map(String),
  fc.tuple(number, number).map(([from, to]) => `${from}-${to}`),
  fc.string({ maxLength: 4 }),
);
const field = fc
  .array(fc.tuple(span, step), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map(([what, every]) => what + every).join(','));
const gap = fc.constantFrom(' ', ' ', ' ', '  ', '\t', '\n', '\u00a0', '');

/** Lines of about five fields that look like cron, and lines of anything. */
const anyLine = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.tuple(field, gap), { minLength: 4, maxLength: 6 })
      .map((fields) => fields.flat().join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

/** Fields that are mostly in range, so that most lines are taken. */
const within = (least: number, most: number) => {
  const one = fc.integer({ min: least, max: most });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('*') },
    { weight: 3, arbitrary: one.map(String) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: most }).map((every) => `*/${every}`) },
    {
      weight: 1,
      arbitrary: fc.tuple(one, one).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    },
    {
      weight: 1,
      arbitrary: fc.array(one, { minLength: 2, maxLength: 4 }).map((all) => all.join(',')),
    },
  );
};
const plausibleLine = fc
  .tuple(within(0, 59), within(0, 23), within(1, 31), within(1, 12), within(0, 7))
  .map((fields) => fields.join(' '));

const zone = fc.constantFrom(
  ...[
    'Europe/Berlin',
    'America/Havana',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kolkata',
    'UTC',
  ],
);
const moment = fc.date({
  min: new Date('2020-01-01'),
  max: new Date('2040-01-01'),
  noInvalidDate: true,
});

/** No line that is taken waits longer: 29 February is skipped once in a century, and may have to be a certain weekday. */
const LONGEST_MS = 41 * 366 * 86_400_000;

/** That the times of a line which was taken make sense. */
function expectSense(cron: string, timeZone: string, at: Date): void {
  const [last, next] = [lastDue({ cron, timeZone }, at), nextDue({ cron, timeZone }, at)];
  expect(last <= at && at < next).toBe(true);
  expect(next.getTime() - last.getTime()).toBeLessThan(LONGEST_MS);
  // Not more often than every minute.
  expect(nextDue({ cron, timeZone }, next).getTime() - next.getTime()).toBeGreaterThanOrEqual(
    60_000,
  );
  expect(DateTime.fromJSDate(next, { zone: timeZone }).second).toBe(0);
}

describe('a cron line', () => {
  test('of whatever characters is refused with an example, or gives due times', () => {
    fc.assert(
      fc.property(anyLine, zone, moment, (line, timeZone, at) => {
        const cron = readCron(line);
        if (cron !== null) expectSense(cron, timeZone, at);
      }),
      { numRuns: 500 },
    );
  });

  test('of five fields in their ranges gives due times in every zone', () => {
    let taken = 0;
    fc.assert(
      fc.property(plausibleLine, zone, moment, (line, timeZone, at) => {
        const cron = readCron(line);
        if (cron === null) return;
        taken += 1;
        expectSense(cron, timeZone, at);
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(250);
  });
});

describe('a time zone', () => {
  test('of whatever characters is refused, or is one that the clock can be read in', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        'utc',
        'GMT+3',
        '+02:00',
        'Etc/GMT-14',
        'EST5EDT',
        'local',
        'system',
        '__proto__',
      ),
      fc.constantFrom(
        'Europe/berlin',
        ' Europe/Berlin',
        'Europe/Berlin\n',
        'posixrules',
        'Factory',
      ),
    );
    fc.assert(
      fc.property(any, moment, (timeZone, at) => {
        const source = { kind: 'file', path: 'people.csv' };
        const cron = '0 2 * * *';
        const read = syncSettings.safeParse({ source, cron, timeZone });
        if (read.success) expectSense(cron, timeZone, at);
        else expect(IANAZone.isValidZone(timeZone)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
