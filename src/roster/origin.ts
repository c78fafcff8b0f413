import { CsvError, parse } from 'csv-parse/sync';
import { CSV_GRAMMAR } from './csv-grammar.js';
import { readLayout, type WantedColumns } from './layout.js';
import type { RowOrigin } from './roster.js';
import { clean } from './values/clean.js';

/** Positions of the columns that say which refused row a row was. */
export interface OriginColumns {
  readonly batch: number;
  readonly line: number;
}

/** Finds them in a header; undefined where one is not there. */
export function originColumns(header: readonly string[]): OriginColumns | undefined {
  const names = header.map((cell) => clean(cell).toLowerCase());
  const batch = names.indexOf('rollcall_batch');
  const line = names.indexOf('rollcall_line');
  return batch === -1 || line === -1 ? undefined : { batch, line };
}

/** Numbers as our own columns have them, small enough for the ledger's types. */
const WHOLE_NUMBER = /^[1-9]\d{0,8}$/;

/** Which refused row a row says it was. */
export function originOf(
  cells: readonly string[],
  columns: OriginColumns | undefined,
): RowOrigin | undefined {
  if (columns === undefined) return undefined;
  const batch = clean(cells[columns.batch] ?? '');
  const line = clean(cells[columns.line] ?? '');
  const areNumbers = WHOLE_NUMBER.test(batch) && WHOLE_NUMBER.test(line);
  return areNumbers ? { batch: Number(batch), line: Number(line) } : undefined;
}

/** As much as holds the header and a row. */
const SAMPLE_BYTES = 64 * 1024;

/**
 * The batch that a file of rejects says it comes from, before its encoding is known: our own columns are ASCII, which is the
 * same in all encodings with one byte for each character.
 */
export function originBatch(
  sample: Buffer,
  wanted: WantedColumns,
  delimiter?: string,
): number | undefined {
  const text = sample.toString('latin1', 0, SAMPLE_BYTES);
  if (!/rollcall_batch/i.test(text)) return undefined;
  const layout = readLayout(text, wanted, delimiter);
  const from = layout.recordsBefore + 1;
  try {
    const [header = [], row = []] = parse(text, {
      ...CSV_GRAMMAR,
      delimiter: layout.delimiter,
      from,
      to: from + 1,
    });
    return originOf(row, originColumns(header))?.batch;
  } catch (cause) {
    if (cause instanceof CsvError) return undefined;
    throw cause;
  }
}
