import { CsvError, parse } from 'csv-parse/sync';
import { CSV_GRAMMAR } from './csv-grammar.js';
import { isValue } from './looks-like-data.js';
import { clean } from './values/clean.js';

/** Which of the first records is what, and with which delimiter they are read. */
export interface Layout {
  readonly delimiter: string;
  /** Where the delimiter is known from: a `sep=` line, the options, or the content. */
  readonly delimiterFrom: 'sep_line' | 'option' | 'content';
  /** How many records stand before the header: a `sep=` line, titles and blank lines. */
  readonly recordsBefore: number;
  /** How many cells rows have, where that is agreed on by all of the first rows; see `agreedWidth`. */
  readonly rowWidth: number | undefined;
}

/** What `readLayout` needs to know of the columns that are wanted. */
export interface WantedColumns {
  /** The field that a heading feeds, if any. */
  fieldOf(heading: string): string | undefined;
  /** The field without which there are no people. */
  readonly identity: string;
}

/** In order of preference, where a header would be read equally well with several. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Excel's own line that names the delimiter, alone or padded with delimiters by another tool. */
const SEP_LINE = /^"?sep=([^\p{L}\p{N}"\r\n])"?[,;\t|]*(?:\r\n|\n|\r|$)/iu;

const SAMPLE_CHARACTERS = 64 * 1024;
const SAMPLE_RECORDS = 80;

/** A header with this many columns or more is worth no more for them. */
const MAX_CELLS = 10_000;

/** The identity counts for more than any other field: `Email;Name (last, first)` has one of each. */
const IDENTITY_WEIGHT = 100;

/** How far down the header may be. */
const MAX_TITLES = 20;

type Cells = readonly string[];

/**
 * Finds delimiter and header in the first text of a file by reading it with each delimiter. The best is the one whose
 * header names the most fields, then the one that gives the most columns. Counting alone would be misled by a heading
 * such as `Name (last, first)` in a semicolon file.
 */
export function readLayout(start: string, wanted: WantedColumns, delimiter?: string): Layout {
  const sepLine = SEP_LINE.exec(start)?.[1];
  const delimiterFrom =
    delimiter === undefined ? (sepLine === undefined ? 'content' : 'sep_line') : 'option';
  const given = delimiter ?? sepLine;
  const skip = sepLine === undefined ? 0 : 1;
  let best: { score: number; layout: Layout } | undefined;
  for (const candidate of given === undefined ? DELIMITERS : [given]) {
    const records = firstRecords(start, candidate).slice(skip);
    const { index, named } = findHeader(records, wanted);
    const header = records[index] ?? [];
    const score = named * MAX_CELLS + Math.min(header.length, MAX_CELLS - 1);
    if (best !== undefined && score <= best.score) continue;
    const rowWidth = agreedWidth(header, records.slice(index + 1));
    const recordsBefore = index + skip;
    const layout = { delimiter: candidate, delimiterFrom, recordsBefore, rowWidth } as const;
    best = { score, layout };
  }
  return (
    best?.layout ?? {
      delimiter: DELIMITERS[0],
      delimiterFrom,
      recordsBefore: skip,
      rowWidth: undefined,
    }
  );
}

/** The first records as the reader itself would give them; the last is left out where the sample may cut it off. */
function firstRecords(start: string, delimiter: string): readonly Cells[] {
  const sample = start.slice(0, SAMPLE_CHARACTERS);
  const records: string[][] = [];
  const keep = (record: string[]): null => {
    records.push(record);
    return null;
  };
  try {
    parse(sample, { ...CSV_GRAMMAR, delimiter, to: SAMPLE_RECORDS, on_record: keep });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  const cut = start.length > SAMPLE_CHARACTERS && records.length < SAMPLE_RECORDS;
  return cut ? records.slice(0, -1) : records;
}

/**
 * The header is the record that names the most fields among the first ones; below the first line only a record that names
 * the identity, holds nobody's data, and has only emptier lines above it: those are titles. Where no record will do, it
 * is the first that is not blank, so that the refusal speaks of that line.
 */
function findHeader(
  records: readonly Cells[],
  wanted: WantedColumns,
): { index: number; named: number } {
  let found: { index: number; named: number } | undefined;
  let fullest = 0;
  for (const [index, cells] of records.slice(0, MAX_TITLES).entries()) {
    const filled = cells.filter((cell) => clean(cell) !== '');
    if (filled.length === 0) continue;
    const fields = new Set(filled.map((cell) => wanted.fieldOf(cell)));
    const namesIdentity = fields.delete(wanted.identity);
    fields.delete(undefined);
    const named = fields.size + (namesIdentity ? IDENTITY_WEIGHT : 0);
    const maybe = namesIdentity && filled.length > fullest && !filled.some(isValue);
    if (found === undefined || (maybe && named > found.named)) found = { index, named };
    fullest = Math.max(fullest, filled.length);
  }
  return found ?? { index: 0, named: 0 };
}

/**
 * Some programs end every row with a delimiter but not the header, or the other way round. That is no ragged file when most
 * of the first rows agree and the cells beyond are empty; one row alone could as well have an unquoted delimiter.
 */
function agreedWidth(header: Cells, rows: readonly Cells[]): number | undefined {
  const written = rows.filter((cells) => !areBlank(cells));
  const counts = new Map<number, number>();
  for (const cells of written) {
    const isMoreThanHeader = cells.length > header.length;
    const beyond = isMoreThanHeader ? cells.slice(header.length) : header.slice(cells.length);
    if (areBlank(beyond)) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  for (const [width, count] of counts) {
    if (width !== header.length && count >= 2 && count > written.length / 2) return width;
  }
  return undefined;
}

function areBlank(cells: Cells): boolean {
  return cells.every((cell) => cell.trim() === '');
}
