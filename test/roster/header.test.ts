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

  test('in a semicolon file may have commas in a heading', async () => {
    const { roster } = await readText('Email;Name (last, first, middle)\nann@example.com;Lee\n');
    expect(roster.delimiter).toBe(';');
  });
});
