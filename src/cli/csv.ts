import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';

export interface CsvLook {
  readonly delimiter: string;
  readonly bom: boolean;
}

/**
 * Writes rows to stdout as CSV in the look of the roster they came from. A cell that a spreadsheet would take for a formula
 * gets an apostrophe in front, which the reader takes off again.
 */
export async function writeCsv(
  header: readonly string[],
  rows: AsyncIterable<readonly string[]>,
  { delimiter, bom }: CsvLook,
): Promise<void> {
  const columns = header.map((name, index) => ({ key: String(index), header: name }));
  const csv = stringify({
    delimiter,
    bom,
    header: true,
    columns,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
  await pipeline(Readable.from(rows), csv, process.stdout, { end: false });
}
