import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { openRoster } from '../../src/roster/index.js';
import { BY_EMAIL, identifiersOf, problemsOf, readFixture, readText } from './read.js';

describe('a roster', () => {
  test.each([
    ['comma.csv', ',', false],
    ['semicolon-bom-crlf.csv', ';', true],
  ])('%s is read with what its dialect is', async (name, delimiter, bom) => {
    const { roster, rows } = await readFixture(`rosters/${name}`);
    expect(roster).toMatchObject({ delimiter, bom, encoding: 'utf-8' });
    expect(roster.columns).toEqual(['First name', 'Last name', 'E-mail', 'Department']);
    expect(Object.fromEntries(roster.mapping)).toEqual({
      firstName: 0,
      lastName: 1,
      emailAddress: 2,
    });
    expect(rows[0]).toMatchObject({
      line: 2,
      cells: ['Zoé', 'Lefèvre', 'zoe.lefevre@example.com', 'Sales, EMEA'],
      person: {
        identifier: 'zoe.lefevre@example.com',
        profile: {
          firstName: 'Zoé',
          lastName: 'Lefèvre',
          emailAddress: 'zoe.lefevre@example.com',
        },
        locale: null,
        employeeNumber: null,
        timeZone: null,
      },
    });
    expect(identifiersOf(rows)).toHaveLength(2);
  });

  test('counts lines as an editor does, through quoted line breaks and blank lines', async () => {
    const { rows } = await readFixture('rosters/quoted-line-breaks.csv');
    expect(rows.map(({ line, cells }) => [line, cells[3]])).toEqual([
      [2, 'first line\r\nsecond line\r\n\r\nfourth'],
      [7, 'a "quoted" word'],
    ]);
  });

  test('leaves out rows in which nothing is written', async () => {
    const { rows } = await readFixture('rosters/blank-rows.csv');
    expect(rows.map(({ line }) => line)).toEqual([3, 6]);
    expect(identifiersOf(rows)).toEqual(['ann@example.com', 'bob@example.com']);
  });

  test('takes quote marks inside a cell as they stand, and refuses a row that swallowed the next', async () => {
    const { rows } = await readFixture('rosters/stray-quotes.csv');
    expect(rows[0]?.cells).toEqual(['Robert "Bob" Ray', 'bob.ray@example.com', '27" screens']);
    expect(identifiersOf(rows)).toEqual(['bob.ray@example.com', 'dan.poe@example.com']);
    expect(problemsOf(rows)).toEqual(['3 department row.stray_quote']);
    expect(rows[1]).toMatchObject({
      problems: [{ message: expect.stringContaining('2 lines became one row') }],
    });
  });

  test('refuses rows with too few or too many cells and keeps what they hold', async () => {
    const { rows } = await readFixture('rosters/ragged.csv');
    expect(problemsOf(rows)).toEqual(['3 - row.cell_count', '4 - row.cell_count']);
    expect(rows[2]).toMatchObject({
      cells: ['cy@example.com', 'Cy', 'Sales', ' EMEA'],
      problems: [{ message: expect.stringContaining('4 cells where the header has 3') }],
    });
    expect(identifiersOf(rows)).toEqual(['ann@example.com', 'dee@example.com']);
  });

  test('leaves out the columns that a rejects file has added', async () => {
    const { roster, rows } = await readFixture('rosters/rejects-mended.csv');
    expect(roster.columns).toEqual(['email', 'first name']);
    expect(rows[0]?.cells).toEqual(['ann@example.com', 'Ann']);
    expect(identifiersOf(rows)).toEqual(['ann@example.com']);
  });

  test('tells which refused row each row of a rejects file was', async () => {
    const { rows } = await readText(
      'email,Rollcall_Batch,rollcall_line,rollcall_code\nann@example.com,3, 17 ,x\n@,3,18,x\n',
    );
    expect(rows.map(({ origin }) => origin)).toEqual([
      { batch: 3, line: 17 },
      { batch: 3, line: 18 },
    ]);
  });

  test.each([
    ['', '17'],
    ['3', ''],
    ['three', '17'],
    ['-3', '17'],
    ['3', '1.5'],
    ['3', '99999999999999999999'],
  ])('takes "%s" and "%s" for no row of a batch', async (batch, line) => {
    const { rows } = await readText(
      `email,rollcall_batch,rollcall_line\nann@example.com,${batch},${line}\n`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).not.toHaveProperty('origin');
  });

  test('finds the columns behind ones of our own', async () => {
    const { roster, rows } = await readText(
      'rollcall_line,name,rollcall_code,email\n7,Ann,x,ann@example.com\n',
    );
    expect(roster.mapping.get('emailAddress')).toBe(1);
    expect(identifiersOf(rows)).toEqual(['ann@example.com']);
  });

  test('with a header and no rows has no rows', async () => {
    const { roster, rows } = await readFixture('rosters/header-only.csv');
    expect(roster.columns).toHaveLength(3);
    expect(rows).toEqual([]);
  });

  test('reports everything that is wrong with a row', async () => {
    const { rows } = await readText(
      `email,first name,locale,resourceAccessApp\n@,${'x'.repeat(300)},Klingon,perhaps\n`,
    );
    expect(problemsOf(rows)).toEqual([
      '2 email email.malformed',
      '2 first name value.too_long',
      '2 locale locale.malformed',
      '2 resourceAccessApp access.malformed',
    ]);
  });

  test('never quotes a cell in what it says about it', async () => {
    const { rows } = await readFixture('employees.csv');
    for (const row of rows) {
      if (!('problems' in row)) continue;
      const cells = row.cells.filter((cell) => cell.length > 3);
      for (const { message } of row.problems) {
        expect(cells.filter((cell) => message.includes(cell))).toEqual([]);
      }
    }
  });

  test('arrives whole however its bytes are cut', async () => {
    const bytes = Buffer.from('\ufeffemail;first name\r\nann@example.com;"Zoé 😀\r\nx"\r\n');
    const single = Array.from(bytes, (byte) => Buffer.of(byte));
    const roster = await openRoster(Readable.from(single), BY_EMAIL);
    const cells: (readonly string[])[] = [];
    for await (const row of roster.rows) cells.push(row.cells);
    expect(cells).toEqual([['ann@example.com', 'Zoé 😀\r\nx']]);
  });
});

describe('the source of a roster', () => {
  /** More people than anybody has, and how many pieces of 1,000 rows were asked for. */
  function endless() {
    const taken = { pieces: 0 };
    async function* pieces() {
      yield 'email\n';
      for (;;) {
        taken.pieces += 1;
        yield `person${taken.pieces}@example.com\n`.repeat(1000);
      }
    }
    return { taken, source: Readable.from(pieces(), { highWaterMark: 1 }) };
  }

  test('is closed when the rows are abandoned', async () => {
    const { source } = endless();
    const roster = await openRoster(source, BY_EMAIL);
    const closed = once(source, 'close');
    for await (const row of roster.rows) {
      expect(row.line).toBe(2);
      break;
    }
    await closed;
    expect(source.destroyed).toBe(true);
  });

  test('is closed when the file is refused', async () => {
    const source = createReadStream('fixtures/rosters/no-header.csv');
    await expect(openRoster(source, BY_EMAIL)).rejects.toThrow();
    expect(source.destroyed).toBe(true);
  });

  test('is read no further than the rows are taken', async () => {
    const { source, taken } = endless();
    const roster = await openRoster(source, BY_EMAIL);
    const atStart = taken.pieces;
    for await (const row of roster.rows) if (row.line > 50_000) break;
    expect(taken.pieces - atStart).toBeLessThan(60);
  });
});
