import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import iconv from 'iconv-lite';
import { printable } from '../observe/printable.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { output } from './output.js';

export interface CsvLook {
  readonly delimiter: string;
  /** Encoding label, as the reader of rosters gives it. */
  readonly encoding: string;
  readonly bom: boolean;
}

type Rows = AsyncIterable<readonly string[]>;

/** Nearly every cell; every encoding of rosters has it. */
const ONLY_ASCII = /^\p{ASCII}*$/u;

/**
 * Writes rows to stdout as CSV in the look of the roster they came from: its delimiter, encoding and byte order mark, so
 * that it opens in the program that made the roster. Lines end in CRLF, as spreadsheets write them.
 *
 * The roster's own cells stay as they are, also those that a spreadsheet would take for formulas: they stood so in the file
 * of whoever gets this one, and a changed cell would not be the one to mend. Cells of ours go through `harmless`.
 *
 * @param rows gives the rows from the start, each time that it is called
 * @throws RollcallError `export_changed` where a reason that does not fit the encoding came in while they were written
 */
export async function writeCsv(
  header: readonly string[],
  rows: () => Rows,
  look: CsvLook,
): Promise<void> {
  const { delimiter, encoding, bom } = await fittingLook(header, rows, look);
  const columns = header.map((name, index) => ({ key: String(index), header: name }));
  const csv = stringify({ delimiter, header: true, columns, record_delimiter: 'windows' });
  csv.setEncoding('utf8');
  if (process.stdout.isTTY) {
    await pipeline(Readable.from(rows()), csv, shown, process.stdout, { end: false });
    return;
  }
  const bytes = iconv.encodeStream(encoding, { addBOM: bom });
  await pipeline(Readable.from(checked(rows(), encoding)), csv, bytes, process.stdout, {
    end: false,
  });
}

/** CSV as stdout takes it: as it is, but for a terminal, which no cell may drive. */
export function csvText(text: string, isTerminal = process.stdout.isTTY): string {
  return isTerminal ? printable(text.replaceAll('\r\n', '\n')) : text;
}

/** Rows come whole, so that no line end is cut in two. */
async function* shown(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield csvText(chunk, true);
}

/** A cell of ours, with an apostrophe in front where a spreadsheet would take it for a formula. */
export function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}

/**
 * UTF-8 in place of an encoding that lacks a character, as may be in what Next Identity answered. A question mark in its
 * place would come back as if it had been written.
 */
async function fittingLook(
  header: readonly string[],
  rows: () => Rows,
  look: CsvLook,
): Promise<CsvLook> {
  const { encoding } = look;
  if (hasAllCharacters(encoding)) return look;
  if (fits(header, encoding) && (await allFit(rows(), encoding))) return look;
  output.note(`Written in UTF-8: ${encoding} does not have all of the characters.`);
  return { ...look, encoding: 'utf-8', bom: true };
}

async function allFit(rows: Rows, encoding: string): Promise<boolean> {
  for await (const row of rows) if (!fits(row, encoding)) return false;
  return true;
}

async function* checked(rows: Rows, encoding: string): AsyncGenerator<readonly string[]> {
  for await (const row of rows) {
    if (!hasAllCharacters(encoding) && !fits(row, encoding)) {
      throw new RollcallError(
        'export_changed',
        'The ledger has changed while it was written out, so what was written is not whole. Run the command again.',
      );
    }
    yield row;
  }
}

function hasAllCharacters(encoding: string): boolean {
  return encoding.startsWith('utf-');
}

function fits(row: readonly string[], encoding: string): boolean {
  return row.every(
    (cell) =>
      ONLY_ASCII.test(cell) || iconv.decode(iconv.encode(cell, encoding), encoding) === cell,
  );
}
