import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { identifiersOf, problemsOf, readFixture } from './read.js';

describe('fixtures/employees.csv', () => {
  test('holds 480 people, 5 of them twice, and 15 rows that are refused with the reason', async () => {
    const { rows } = await readFixture('employees.csv');
    const identifiers = identifiersOf(rows);
    expect(rows).toHaveLength(500);
    expect(identifiers).toHaveLength(485);
    expect(new Set(identifiers).size).toBe(480);
    expect(problemsOf(rows)).toEqual([
      '19 Work email email.missing',
      '43 Work email email.malformed',
      '70 Work email email.malformed',
      '105 Work email email.several',
      '134 Work email email.malformed',
      '155 - row.cell_count',
      '192 - row.cell_count',
      '217 Work email email.malformed',
      '247 Work email email.malformed',
      '281 Work email email.malformed',
      '309 Work email email.malformed',
      '347 Work email email.malformed',
      '376 Language locale.malformed',
      '409 First name value.control_character',
      '445 Work email email.malformed',
      '445 Language locale.malformed',
    ]);
  });

  test('refuses phones that cannot be dialled when people sign in by phone', async () => {
    const { rows } = await readFixture('employees.csv', { authType: 'sms' });
    expect(
      problemsOf(rows).filter((problem) => / phone .*(malformed|scientific)$/.test(problem)),
    ).toEqual([
      '90 Mobile phone phone.malformed',
      '264 Mobile phone value.scientific',
      '421 Mobile phone phone.malformed',
    ]);
  });

  test('names nobody outside the domains that are reserved for examples', async () => {
    const { rows } = await readFixture('employees.csv');
    const outside = identifiersOf(rows).filter(
      (id) => !/@([a-z]+\.example|example\.(com|org))$/.test(id),
    );
    expect(outside).toEqual([]);
  });

  test('is what the script writes, as are all fixtures', () => {
    expect(() =>
      execFileSync(process.execPath, ['scripts/make-fixtures.mjs', '--check'], { stdio: 'pipe' }),
    ).not.toThrow();
  });
});
