import { describe, expect, test } from '@jest/globals';
import {
  HEADING_TABLES,
  knownHeading,
  plainHeading,
} from '../../src/roster/headings/known-headings.js';

const HEADINGS = Object.entries(HEADING_TABLES).flatMap(([language, table]) =>
  Object.entries(table).flatMap(([field, headings]) =>
    headings.map((heading) => ({ language, field, heading, plain: plainHeading(heading) })),
  ),
);

describe('the headings of all languages together', () => {
  test('never mean two fields', () => {
    const wrong = HEADINGS.filter(({ heading, field }) => knownHeading(heading)?.field !== field);
    expect(wrong).toEqual([]);
  });

  test('are still told apart when accents, case and punctuation are ignored', () => {
    expect(HEADINGS.filter(({ plain }) => plain.length < 3)).toEqual([]);
  });

  test('stand in each table once', () => {
    const keys = HEADINGS.map(({ language, plain }) => `${language} ${plain}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test.each(['Name', 'Naam', 'ID', 'Nummer', 'Titel', 'Manager', 'Abteilung', 'Private email'])(
    '%s is in none of them: it may mean something else',
    (heading) => {
      expect(knownHeading(heading)).toBeUndefined();
    },
  );
});

test('an export of a directory with mail and sign-in name is not ambiguous', () => {
  expect(knownHeading('mail')?.field).toBe('emailAddress');
  expect(knownHeading('userPrincipalName')).toBeUndefined();
});
