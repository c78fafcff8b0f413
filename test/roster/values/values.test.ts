import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readLocale } from '../../../src/roster/values/locale.js';
import { readTimeZone } from '../../../src/roster/values/time-zone.js';
import { problemsOf, readFixture, readText } from '../read.js';

describe('a locale', () => {
  test.each([
    ['en_us', 'en-US'],
    ['EN-us', 'en-US'],
    ['de', 'de'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['es-419', 'es-419'],
    ['en-UK', 'en-GB'],
  ])('%s becomes %s', (text, value) => {
    expect(readLocale(text)).toEqual({ value });
  });

  test.each(['English', 'xx-YY', 'und', 'en-999', 'en-US-', 'de-Deutschland', '1', 'n/a'])(
    '%s is refused',
    (text) => {
      expect(readLocale(text)).toEqual({ code: 'locale.malformed' });
    },
  );

  test('of any letters is read or refused, never thrown at', () => {
    const letters = fc.stringMatching(/^[a-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Z]{2}|[0-9]{3}))?$/);
    fc.assert(
      fc.property(letters, (text) => {
        const reading = readLocale(text);
        expect('value' in reading || reading.code === 'locale.malformed').toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('comes from the options where the row has none', async () => {
    const { rows } = await readText('email,locale\nann@example.com,\nbob@example.com,fr\n', {
      authType: 'email',
      defaultLocale: 'en_gb',
    });
    expect(rows.map((row) => 'person' in row && row.person.locale)).toEqual(['en-GB', 'fr']);
  });
});

describe('a time zone', () => {
  test.each(['Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'UTC'])(
    'is known by its name: %s',
    (name) => {
      expect(readTimeZone(name)).toEqual({ value: name });
    },
  );

  test.each(['Berlin', 'CET', '+02:00', 'Europe/Atlantis', 'W. Europe Standard Time', 'Europe/'])(
    'is refused where nothing tells when its clocks change: %s',
    (text) => {
      expect(readTimeZone(text)).toEqual({ code: 'time_zone.malformed' });
    },
  );

  test('comes from a column of that very name, or one that is mapped to it, and is not sent', async () => {
    const text = 'email,Time zone\nann@example.com,Asia/Tokyo\nbob@example.com,\n';
    const { rows } = await readText(text, {
      authType: 'email',
      map: { 'Time zone': 'timeZone' },
    });
    expect(rows.map((row) => 'person' in row && row.person.timeZone)).toEqual(['Asia/Tokyo', null]);
    expect(rows.map((row) => 'person' in row && Object.keys(row.person.profile))).toEqual([
      ['emailAddress'],
      ['emailAddress'],
    ]);
    const own = await readText('email,timeZone\nann@example.com,Tokyo\n');
    expect(own.rows.map((row) => 'problems' in row && row.problems[0].code)).toEqual([
      'time_zone.malformed',
    ]);
    const other = await readText(text);
    expect(other.rows.map((row) => 'person' in row && row.person.timeZone)).toEqual([null, null]);
  });
});

describe('a value', () => {
  test('loses outer blanks of every kind and is composed, while the cell stays as it is', async () => {
    const cell = '\u00a0\u200bJose\u0301 \u2003 Mari\u0301a\ufeff \t';
    const { rows } = await readText(`email,first name\n\u200b ANN@example.com\u00a0,${cell}\n`);
    expect(rows[0]).toMatchObject({
      cells: ['\u200b ANN@example.com\u00a0', cell],
      person: {
        identifier: 'ann@example.com',
        profile: { firstName: 'José María', emailAddress: 'ann@example.com' },
      },
    });
  });

  test('that is empty is not sent', async () => {
    const { rows } = await readText('email,first name,employee no\nann@example.com, ,\u200b\n');
    const [row] = rows;
    expect(row && 'person' in row && { ...row.person, profile: { ...row.person.profile } }).toEqual(
      {
        identifier: 'ann@example.com',
        profile: { emailAddress: 'ann@example.com' },
        locale: null,
        employeeNumber: null,
        timeZone: null,
      },
    );
  });

  test('with a control character inside is refused', async () => {
    const { rows } = await readText(
      'email,last name\nann@example.com,"Le\te"\nbob@exa\u0007mple.com,Ray\n',
    );
    expect(problemsOf(rows)).toEqual([
      '2 last name value.control_character',
      '3 email value.control_character',
    ]);
  });

  test('with blanks by the hundred thousand is too long like any other', async () => {
    const { rows } = await readText(
      `email,last name\nann@example.com,x${' \u00a0'.repeat(50_000)}y\n`,
    );
    expect(problemsOf(rows)).toEqual(['2 last name value.too_long']);
  });

  test('of an access column is true, false or not sent', async () => {
    const { roster, rows } = await readFixture('rosters/access.csv');
    expect([...roster.mapping.keys()]).toEqual(['emailAddress', 'resourceAccessPortal']);
    expect(
      rows.map((row) => ('person' in row ? row.person.profile.resourceAccessPortal : 'refused')),
    ).toEqual([true, false, undefined, 'refused']);
    expect(problemsOf(rows)).toEqual(['5 resourceAccessPortal access.malformed']);
  });
});
