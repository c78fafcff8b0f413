import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { RollcallError } from '../../src/observe/rollcall-error.js';
import { openRoster, type RosterOptions } from '../../src/roster/index.js';
import { BY_EMAIL, identifiersOf, readText } from './read.js';

async function refusal(opening: Promise<unknown>): Promise<RollcallError> {
  const error: unknown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RollcallError) return error;
  throw new Error('Expected a RollcallError', { cause: error });
}

describe('before any row, a file is refused', () => {
  test.each([
    ['empty.csv', 'roster.empty', 'header line'],
    ['blank.csv', 'roster.empty', 'header line'],
    ['no-header.csv', 'roster.no_header', 'Put a header line above'],
    ['identity-column-missing.csv', 'roster.identity_column_missing', '"Contact"'],
    [
      'duplicate-column.csv',
      'roster.duplicate_column',
      '"Email" (column 1) and "Work e-mail" (column 3)',
    ],
    ['workbook.xlsx', 'roster.not_text', 'the type "CSV UTF-8'],
    ['does-not-exist.csv', 'roster.unreadable', 'ENOENT'],
  ])('%s with %s', async (name, code, words) => {
    const error = await refusal(openRoster(createReadStream(`fixtures/rosters/${name}`), BY_EMAIL));
    expect(error.code).toBe(code);
    expect(error.message).toContain(words);
  });

  test('without quoting the people in it', async () => {
    const error = await refusal(
      openRoster(createReadStream('fixtures/rosters/no-header.csv'), BY_EMAIL),
    );
    expect(error.message).not.toMatch(/Ann|Lee|@/);
  });

  test('when it holds NUL bytes, which no database text takes', async () => {
    const error = await refusal(readText('email\nann@example.com\n\0@example.com\n'));
    expect(error.code).toBe('roster.not_text');
    expect(error.message).toContain('Line 3');
  });

  test('when two columns hold the phone of a client that signs in by phone, and only then', async () => {
    const content = 'email,phone,mobile\nann@example.com,1,2\n';
    const error = await refusal(readText(content, { authType: 'sms' }));
    expect(error.code).toBe('roster.duplicate_column');
    expect(identifiersOf((await readText(content)).rows)).toEqual(['ann@example.com']);
  });

  test('when it names no phone column for a client that signs in by phone', async () => {
    const error = await refusal(readText('email\nann@example.com\n', { authType: 'sms' }));
    expect(error.message).toMatch(
      /hold mobile numbers; the columns are "email"\. Name the column .* \("mobile"/,
    );
  });

  test.each<[RosterOptions, string]>([
    [{ authType: 'sms', defaultCountry: 'UK' }, 'roster.default_country'],
    [{ authType: 'email', defaultLocale: 'English' }, 'roster.default_locale'],
  ])('when the options are wrong: %o', async (options, code) => {
    expect((await refusal(readText('email,mobile\n', options))).code).toBe(code);
  });
});

describe('half-way through, a file is given up', () => {
  async function readUntilRefused(source: Readable) {
    const roster = await openRoster(source, BY_EMAIL);
    const rows: string[] = [];
    const error = await refusal(
      (async () => {
        for await (const row of roster.rows) rows.push(...identifiersOf([row]));
      })(),
    );
    return { rows, error };
  }

  test('where a quote mark is never closed, after the rows before it', async () => {
    const source = createReadStream('fixtures/rosters/quote-not-closed.csv');
    const { rows, error } = await readUntilRefused(source);
    expect(error.code).toBe('roster.quote_not_closed');
    expect(error.message).toContain('starts on line 3');
    expect(rows).toEqual(['ann@example.com']);
  });

  test('where the last bytes open a quote mark, after the rows before it', async () => {
    const { rows, error } = await readUntilRefused(Readable.from(['email\na@b.example\n"']));
    expect(error.code).toBe('roster.quote_not_closed');
    expect(rows).toEqual(['a@b.example']);
  });

  test('where a quote mark swallows more than a row can hold', async () => {
    const swallowed = 'x@example.com\n'.repeat(30_000);
    const { rows, error } = await readUntilRefused(
      Readable.from([`email\nann@example.com\n"${swallowed}`]),
    );
    expect(error.code).toBe('roster.row_too_large');
    expect(error.message).toContain('starts on line 3');
    expect(rows).toEqual(['ann@example.com']);
  });

  test('where it stops being UTF-8, with the line', async () => {
    const good = `zoé@example.com\n${'ann@example.com\n'.repeat(39_999)}`;
    const { error } = await readUntilRefused(
      Readable.from([`email\n${good}`, Buffer.from('jos\xe9@example.com\n', 'latin1')]),
    );
    expect(error.code).toBe('roster.not_utf8');
    expect(error.message).toContain('Line 40002 ');
  });

  test('where the source breaks off', async () => {
    async function* breaking() {
      yield `email,name\nzoe@example.com,Zoé\n${'ann@example.com,Ann\n'.repeat(40_000)}`;
      throw Object.assign(new Error('gone'), { code: 'EIO' });
    }
    const { rows, error } = await readUntilRefused(Readable.from(breaking()));
    expect(rows.length).toBeGreaterThan(10_000);
    expect(error.code).toBe('roster.unreadable');
    expect(error.message).toContain('EIO');
  });
});
