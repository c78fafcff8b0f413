import { describe, expect, test } from '@jest/globals';
import { readHeader } from '../../src/roster/header.js';
import { knownHeading } from '../../src/roster/headings/known-headings.js';
import { BY_EMAIL, readText } from './read.js';

describe('a heading is known', () => {
  test.each([
    ['First Name', 'firstName'],
    ['  FIRST_NAME ', 'firstName'],
    ['Given-name', 'firstName'],
    ['Surname', 'lastName'],
    ['E-Mail', 'emailAddress'],
    ['E-mail address:', 'emailAddress'],
    ['Émail', 'emailAddress'],
    ['Work\nemail', 'emailAddress'],
    ['Mobile No.', 'mobileNumber'],
    ['Locale', 'locale'],
    ['Employee ID', 'employeeNumber'],
    ['resourceAccessB2b', 'resourceAccessB2b'],
  ])('%j feeds %s', (heading, field) => {
    expect(knownHeading(heading)?.field).toBe(field);
  });

  test.each([
    'Department',
    '',
    '__proto__',
    'constructor',
    'ResourceAccessB2b',
    'resourceAccess',
    'Manager email',
  ])('%j is not', (heading) => {
    expect(knownHeading(heading)).toBeUndefined();
  });
});

describe('a header', () => {
  test('may repeat columns that feed nothing', () => {
    const { mapping } = readHeader(['Note', 'email', 'Note', ''], BY_EMAIL);
    expect([...mapping]).toEqual([['emailAddress', 1]]);
  });

  test('does not let a cell reach the prototype of a profile', async () => {
    const { rows } = await readText('email,__proto__,constructor\nann@example.com,x,y\n');
    const [row] = rows;
    expect(row && 'person' in row && Object.keys(row.person.profile)).toEqual(['emailAddress']);
  });

  test('lists its columns when none is the identity, but not endlessly', () => {
    const columns = Array.from({ length: 30 }, (_, index) => `Column${'x'.repeat(60)}${index}`);
    expect(() => readHeader(['first name', ...columns], BY_EMAIL)).toThrow(/and 11 more/);
  });

  test.each([
    ['of a mapping', { map: { 'Staff mail': 'emailAddress' } }],
    ['that rules require', { columns: { Department: { required: true } } }],
    ['that is sent by its name', { unknownColumns: 'send' }],
  ] as const)(
    'that is missing is told without the person in its place: a column %s',
    async (_, options) => {
      const text =
        'Ada,Lovelace,ada@example.com,+49 151 1234567\nGrace,Hopper,grace@example.com,\n';
      await expect(readText(text, { ...BY_EMAIL, ...options })).rejects.toMatchObject({
        code: 'roster.no_header',
        message: expect.not.stringMatching(/Ada|Lovelace|1234567/),
      });
    },
  );

  test('is still listed where a mapping found one of its columns', () => {
    const map = { 'Field 10': 'emailAddress', 'Field 11': 'lastName' };
    expect(() => readHeader(['Field 10', 'Field 12'], { ...BY_EMAIL, map })).toThrow(
      'the columns are "Field 10", "Field 12"',
    );
  });

  test('in a semicolon file may have commas in a heading', async () => {
    const { roster } = await readText('Email;Name (last, first, middle)\nann@example.com;Lee\n');
    expect(roster.delimiter).toBe(';');
  });
});

describe('what was understood of the columns', () => {
  test('is told with the reason for each', async () => {
    const { roster } = await readText(
      'emailAddress,Vorname,Work mail,Mail 2,Phone,Badge,Job title,resourceAccessApp,Team\n',
      {
        authType: 'email',
        unknownColumns: 'send',
        map: { 'Mail 2': 'ignore', 'work-mail': 'emailAddress', Badge: 'badgeNumber' },
        columns: { Team: { sendAs: 'teamName' }, 'Job Title': { maxLength: 10 } },
      },
    );
    expect(roster.understood.columns).toEqual([
      { heading: 'emailAddress', use: 'kept', reason: 'overruled' },
      { heading: 'Vorname', use: 'field', field: 'firstName', reason: 'alias' },
      { heading: 'Work mail', use: 'field', field: 'emailAddress', reason: 'explicit' },
      { heading: 'Mail 2', use: 'kept', reason: 'ignored' },
      { heading: 'Phone', use: 'kept', reason: 'not_sent' },
      { heading: 'Badge', use: 'field', field: 'badgeNumber', reason: 'explicit' },
      { heading: 'Job title', use: 'field', field: 'jobTitle', reason: 'unknown' },
      { heading: 'resourceAccessApp', use: 'field', field: 'resourceAccessApp', reason: 'exact' },
      { heading: 'Team', use: 'field', field: 'teamName', reason: 'explicit' },
    ]);
  });

  test('comes with the rest of what a plan shows', async () => {
    const { roster } = await readText('New starters\n\nemail;name\nann@example.com;Ann\n');
    expect(roster.understood).toMatchObject({
      encoding: 'utf-8',
      encodingConfidence: 0.9,
      encodingFrom: 'content',
      bom: false,
      compression: null,
      delimiter: ';',
      delimiterFrom: 'content',
      headerLine: 3,
      skippedLines: [{ line: 1, cells: ['New starters'] }],
    });
  });

  test('a mapping for another kind of file does no harm where its field is fed', async () => {
    const map = { 'Work mail': 'emailAddress', 'Arbeits-Mail': 'emailAddress', Notes: 'ignore' };
    const { rows } = await readText('Arbeits-Mail\nann@example.com\n', { authType: 'email', map });
    expect(rows[0]).toMatchObject({ person: { identifier: 'ann@example.com' } });
  });

  test('a phone is sent for a client that signs in by e-mail where that is asked for', async () => {
    const { rows } = await readText('email,Phone\nann@example.com,+44 7700 900123\n', {
      authType: 'email',
      map: { Phone: 'mobileNumber' },
    });
    expect(rows[0]).toMatchObject({ person: { profile: { mobileNumber: '+447700900123' } } });
  });
});
