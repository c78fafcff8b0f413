import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { RollcallError } from '../../src/observe/rollcall-error.js';
import { openRoster } from '../../src/roster/index.js';
import { BY_EMAIL } from './read.js';

/** Text that UTF-8 can carry and that makes trouble: delimiters, quotes, line breaks, marks, letters of two code units. */
const cell = fc.oneof(
  fc.string({
    unit: fc.constantFrom(',', ';', '"', '\n', '\r', '\r\n', ' ', 'é', '😀', '\ufeff', 'a'),
  }),
  fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '')),
);

const table = fc
  .integer({ min: 0, max: 4 })
  .chain((width) =>
    fc.array(fc.tuple(fc.emailAddress(), fc.array(cell, { minLength: width, maxLength: width })), {
      maxLength: 8,
    }),
  )
  .map((rows) => rows.map(([email, cells]) => [email, ...cells]));

const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';'),
  record_delimiter: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
  quoted: fc.boolean(),
  eof: fc.boolean(),
});

async function cellsOf(bytes: Buffer, cut: number): Promise<(readonly string[])[]> {
  const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)].filter(({ length }) => length > 0);
  const roster = await openRoster(Readable.from(pieces), BY_EMAIL);
  const cells: (readonly string[])[] = [];
  for await (const row of roster.rows) cells.push(row.cells);
  return cells;
}

describe('whatever the cells hold', () => {
  test('a table written in any supported dialect is read back equal', async () => {
    await fc.assert(
      fc.asyncProperty(table, dialect, fc.nat(), async (rows, options, cut) => {
        const width = rows[0]?.length ?? 1;
        const header = [
          'email',
          ...Array.from({ length: width - 1 }, (_, index) => `Note ${index}`),
        ];
        // A cell with a carriage return alone needs quotes too, which the writer gives for its own line ends only.
        const quoted = options.quoted || rows.flat().some((text) => /[\r\n]/.test(text));
        const bytes = Buffer.from(stringify([header, ...rows], { ...options, quoted }));
        expect(await cellsOf(bytes, cut % (bytes.length + 1))).toEqual(rows);
      }),
      { numRuns: 300 },
    );
  });

  test('rows start on the lines that the line breaks before them make', async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const header = ['email', ...(rows[0] ?? ['']).slice(1).map((_, index) => `Note ${index}`)];
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
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .tuple(fc.constantFrom('email\n', 'email;x\r\n'), fc.string({ unit: 'binary' }))
        .map(([header, text]) => Buffer.from(header + text)),
    );
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        try {
          const roster = await openRoster(Readable.from([bytes]), BY_EMAIL);
          for await (const row of roster.rows) {
            if ('person' in row) expect(row.person.identifier).toMatch(/^[^@\s]+@[^@\s]+$/);
            else expect(row.problems.length).toBeGreaterThan(0);
          }
        } catch (error) {
          if (!(error instanceof RollcallError)) throw error;
          expect(error.code).toMatch(/^roster\./);
        }
      }),
      { numRuns: 300 },
    );
  });
});
