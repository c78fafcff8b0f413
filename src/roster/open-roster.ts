import type { Readable } from 'node:stream';
import { readBytes, takeHead } from './bytes.js';
import { detectDelimiter } from './dialect.js';
import { detectEncoding } from './encoding.js';
import { readHeader } from './header.js';
import type { PersonRules } from './person.js';
import { rosterError } from './problems.js';
import { type RosterRecord, readRecords } from './records.js';
import type { Roster, RosterOptions, RosterRow } from './roster.js';
import { rowReader } from './rows.js';
import { utf8Text } from './utf8-text.js';
import { clean } from './values/clean.js';
import { readLocale } from './values/locale.js';
import { phoneCountry } from './values/phone.js';

/** A roster of up to some 2,000 people is checked in full for its encoding before the first row is given. */
const HEAD_BYTES = 256 * 1024;

/**
 * Opens a roster: bytes → UTF-8 text → records of the detected dialect → header → rows, in constant memory.
 * Takes the source over and closes it at the end, on any error, and when the rows are abandoned.
 *
 * Throws RollcallError (codes `roster.*`, see problems.ts) for what is wrong with the file as a whole.
 */
export async function openRoster(source: Readable, options: RosterOptions): Promise<Roster> {
  try {
    const rules = checkedRules(options);
    const bytes = readBytes(source);
    const head = await takeHead(bytes, HEAD_BYTES);
    const encoding = detectEncoding(head);
    const text = utf8Text(prepend(head.subarray(encoding.markBytes), bytes));
    const start = await text.next();
    if (start.done) throw rosterError('roster.empty');
    const delimiter = detectDelimiter(start.value);
    const batches = readRecords(prepend(start.value, text), delimiter);
    const { headerCells, rest } = await takeHeader(batches);
    const header = readHeader(headerCells, options.authType);
    return {
      columns: header.columns,
      delimiter,
      encoding: encoding.label,
      bom: encoding.bom,
      mapping: header.mapping,
      rows: rowsOf(source, prepend(rest, batches), rowReader(header, rules)),
    };
  } catch (error) {
    source.destroy();
    throw error;
  }
}

function checkedRules(options: RosterOptions): PersonRules {
  const { authType, defaultCountry, defaultLocale } = options;
  let locale: string | null = null;
  if (defaultLocale !== undefined) {
    const reading = readLocale(clean(defaultLocale));
    if ('code' in reading) throw rosterError('roster.default_locale');
    locale = reading.value;
  }
  return {
    authType,
    defaultCountry: defaultCountry === undefined ? undefined : phoneCountry(defaultCountry),
    defaultLocale: locale,
  };
}

async function takeHeader(
  batches: AsyncIterator<readonly RosterRecord[]>,
): Promise<{ headerCells: readonly string[]; rest: readonly RosterRecord[] }> {
  for (;;) {
    const batch = await batches.next();
    if (batch.done) throw rosterError('roster.empty');
    const index = batch.value.findIndex(({ cells }) => cells.some((cell) => clean(cell) !== ''));
    const header = batch.value[index];
    if (header) return { headerCells: header.cells, rest: batch.value.slice(index + 1) };
  }
}

async function* rowsOf(
  source: Readable,
  batches: AsyncIterable<readonly RosterRecord[]>,
  toRow: (record: RosterRecord) => RosterRow | null,
): AsyncGenerator<RosterRow, void> {
  try {
    for await (const batch of batches) {
      for (const record of batch) {
        const row = toRow(record);
        if (row !== null) yield row;
      }
    }
  } finally {
    source.destroy();
  }
}

async function* prepend<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T, void> {
  yield first;
  yield* rest;
}
