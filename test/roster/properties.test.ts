import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { type Options, stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { z } from 'zod';
import { RollcallError } from '../../src/observe/rollcall-error.js';
import { openRoster, type RosterOptions } from '../../src/roster/index.js';
import { readEmail } from '../../src/roster/values/email.js';
import { BY_EMAIL } from './read.js';

/** Text that UTF-8 can carry and that makes trouble: delimiters, quotes, line breaks, marks, letters of two code units. */
const cell = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      ',',
      ';',
      '\t',
      '|',
      '"',
      '\n',
      '\r',
      '\r\n',
      ' ',
      'é',
      '😀',
      '\ufeff',
      'a',
    ),
  }),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
);

function tableOf(text: fc.Arbitrary<string>): fc.Arbitrary<string[][]> {
  return fc
    .integer({ min: 0, max: 4 })
    .chain((width) =>
      fc.array(
        fc.tuple(fc.emailAddress(), fc.array(text, { minLength: width, maxLength: width })),
        { maxLength: 8 },
      ),
    )
    .map((rows) => rows.map(([email, cells]) => [email, ...cells]));
}

const table = tableOf(cell);

const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  record_delimiter: fc.constantFrom('\n', '\r\n', '\r'),
  bom: fc.boolean(),
  quoted: fc.boolean(),
  eof: fc.boolean(),
});

const LEGACY = [
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'iso-8859-2',
  'iso-8859-15',
  'koi8-r',
  'macintosh',
  'cp850',
  'cp866',
];

/** A legacy encoding and every character that it has, but for NUL. */
const legacy = fc.constantFrom(...LEGACY).map((label) => {
  const bytes = Buffer.from(Array.from({ length: 255 }, (_, index) => index + 1));
  const letters = [...iconv.decode(bytes, label)].filter((letter) => letter !== '\ufffd');
  return { label, letters };
});

function headerOf(rows: readonly (readonly string[])[]): string[] {
  return ['email', ...(rows[0] ?? ['']).slice(1).map((_, index) => `Note ${index}`)];
}

function csvOf(rows: readonly (readonly string[])[], options: Options): string {
  // A cell with the other kind of line break needs quotes too, which the writer gives for its own line ends only.
  const quoted = options.quoted || rows.flat().some((text) => /[\r\n]/.test(text));
  return stringify([headerOf(rows), ...rows.map((row) => [...row])], { ...options, quoted });
}

async function cellsOf(
  bytes: Buffer,
  cut: number,
  options: Partial<RosterOptions> = {},
): Promise<(readonly string[])[]> {
  const at = cut % (bytes.length + 1);
  const pieces = [bytes.subarray(0, at), bytes.subarray(at)].filter(({ length }) => length > 0);
  const roster = await openRoster(Readable.from(pieces), { ...BY_EMAIL, ...options });
  const cells: (readonly string[])[] = [];
  for await (const row of roster.rows) cells.push(row.cells);
  return cells;
}

describe('whatever the cells hold', () => {
  test('a table written in any supported dialect is read back equal', async () => {
    await fc.assert(
      fc.asyncProperty(table, dialect, fc.nat(), async (rows, options, cut) => {
        expect(await cellsOf(Buffer.from(csvOf(rows, options)), cut)).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  test('a table written in UTF-16 is read back equal', async () => {
    const byteOrder = fc.constantFrom('utf-16le', 'utf-16be');
    await fc.assert(
      fc.asyncProperty(table, dialect, byteOrder, fc.nat(), async (rows, options, label, cut) => {
        const bytes = iconv.encode(csvOf(rows, { ...options, bom: true }), label);
        expect(await cellsOf(bytes, cut)).toEqual(rows);
        const unmarked = iconv.encode(csvOf(rows, { ...options, bom: false }), label);
        expect(await cellsOf(unmarked, cut, { encoding: label })).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  test('a table written in a legacy encoding is read back equal when the encoding is named', async () => {
    const written = legacy.chain(({ label, letters }) =>
      fc.record({
        label: fc.constant(label),
        rows: tableOf(fc.string({ unit: fc.constantFrom(...letters) })),
      }),
    );
    await fc.assert(
      fc.asyncProperty(written, dialect, fc.nat(), async ({ label, rows }, options, cut) => {
        const bytes = iconv.encode(csvOf(rows, { ...options, bom: false }), label);
        expect(await cellsOf(bytes, cut, { encoding: label })).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  test('a table that was packed with gzip is read back equal', async () => {
    await fc.assert(
      fc.asyncProperty(table, dialect, fc.nat(), async (rows, options, cut) => {
        expect(await cellsOf(gzipSync(csvOf(rows, options)), cut)).toEqual(rows);
      }),
      { numRuns: 50 },
    );
  });

  test('rows start on the lines that the line breaks before them make', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const header = headerOf(rows);
        const text = stringify([header, ...rows], { quoted: true, record_delimiter: '\r\n' });
        const roster = await openRoster(Readable.from([Buffer.from(text)]), BY_EMAIL);
        const lines: number[] = [];
        for await (const { line } of roster.rows) lines.push(line);
        const starts = rows.map((_, index) => {
          const before = stringify([header, ...rows.slice(0, index)], {
            quoted: true,
            record_delimiter: '\r\n',
          });
          return before.split(/\r\n|\r|\n/).length;
        });
        expect(lines).toEqual(starts);
      }),
      { numRuns: 100 },
    );
  });

  test('bytes without sense are refused, or read into rows that all have an identity or a reason', async () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((values) => Buffer.from(values));
    const start = fc.constantFrom('email\n', 'email;x\r\n', 'sep=|\nemail|x\n', '\ufeffmail\tx\n');
    const noise = fc.oneof(
      bytes,
      fc
        .tuple(start, fc.string({ unit: 'binary' }))
        .map(([header, text]) => Buffer.from(header + text)),
      fc.tuple(start, bytes).map(([header, rest]) => Buffer.concat([Buffer.from(header), rest])),
      fc
        .tuple(start, bytes)
        .map(([header, rest]) => gzipSync(Buffer.concat([Buffer.from(header), rest]))),
      fc
        .tuple(fc.constantFrom('\ufffe', '\ufeff'), bytes)
        .map(([mark, rest]) => Buffer.concat([Buffer.from(`${mark}email\n`, 'utf16le'), rest])),
    );
    await fc.assert(
      fc.asyncProperty(noise, async (content) => {
        try {
          const roster = await openRoster(Readable.from([content]), BY_EMAIL);
          for await (const row of roster.rows) {
            if ('person' in row) expect(row.person.identifier).toMatch(/^[^@\s]+@[^@\s]+$/);
            else expect(row.problems.length).toBeGreaterThan(0);
          }
        } catch (error) {
          if (!(error instanceof RollcallError)) throw error;
          expect(error.code).toMatch(/^roster\./);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('an address of any letters is read into one that a mail server takes, or refused', () => {
    const letter = fc.constantFrom(
      'a',
      'Z',
      '9',
      '.',
      '-',
      '_',
      '+',
      '@',
      ' ',
      '<',
      '>',
      'é',
      'ü',
      ';',
      '"',
      '\u200b',
      '。',
    );
    const address = fc.oneof(
      fc.string({ unit: letter }),
      fc.emailAddress(),
      fc
        .tuple(fc.string({ unit: letter }), fc.domain())
        .map(([local, domain]) => `${local}@${domain}`),
    );
    fc.assert(
      fc.property(address, (text) => {
        const reading = readEmail(text);
        if (!('value' in reading)) return;
        expect(reading.value).toMatch(/^[!-?A-~]{1,64}@[a-z0-9.-]+\.[a-z0-9-]*[a-z][a-z0-9-]*$/);
        expect(z.email({ pattern: z.regexes.html5Email }).safeParse(reading.value).success).toBe(
          true,
        );
        expect(readEmail(reading.value)).toEqual(reading);
      }),
      { numRuns: 3000 },
    );
  });
});
