import type { CellRule } from './column-rules.js';
import type { Header } from './header.js';
import { originOf } from './origin.js';
import { type PersonRules, personReader } from './person.js';
import { type RosterProblem, rowProblem } from './problems.js';
import type { RosterRecord } from './records.js';
import type { RosterRow } from './roster.js';

/** How the rows of a file are read. */
export interface RowRules {
  readonly person: PersonRules;
  readonly cells: ReadonlyMap<number, CellRule>;
  /** How many cells a row has where that is not what the header has, see `readLayout`. */
  readonly rowWidth: number | undefined;
}

/** Turns records into rows: the person, or all that is wrong. Gives null for a row in which nothing is written. */
export function rowReader(
  header: Header,
  rules: RowRules,
): (record: RosterRecord) => RosterRow | null {
  const readPerson = personReader(header, rules.person, rules.cells);
  const width = rules.rowWidth ?? header.width;
  return (record) => {
    const { line } = record;
    if (record.cells.every(isBlank)) return null;
    // Where the shape is wrong, nobody knows which cell belongs to which column: what they hold is not judged.
    const shape = wrongShape(record, width, header);
    if (shape !== undefined)
      return { line, cells: ownCells(record.cells, header), problems: [shape] };
    const cells = ownCells(inWidth(record.cells, header.width), header);
    if (header.ours.size > 0 && cells.every(isBlank)) return null;
    const origin = originOf(record.cells, header.origin);
    const place = origin === undefined ? { line, cells } : { line, cells, origin };
    const result = readPerson(cells);
    return 'identifier' in result ? { ...place, person: result } : { ...place, problems: result };
  };
}

/** A mended rejects file brings our own columns back; they are not the roster's. */
function ownCells(cells: readonly string[], header: Header): readonly string[] {
  if (header.ours.size === 0) return cells;
  return cells.filter((_, index) => !header.ours.has(index));
}

/** Takes the empty cells beyond the header off, or puts those that rows leave out behind. */
function inWidth(cells: readonly string[], width: number): readonly string[] {
  if (cells.length === width) return cells;
  if (cells.length > width) return cells.slice(0, width);
  return [...cells, ...Array.from({ length: width - cells.length }, () => '')];
}

function isBlank(cell: string): boolean {
  return cell === '' || cell.trim() === '';
}

function wrongShape(
  record: RosterRecord,
  width: number,
  header: Header,
): RosterProblem | undefined {
  // No line numbers in the reasons: a plan and a report put the rows of one reason together.
  const over = record.lines === 1 ? '' : `, which runs over ${record.lines} lines,`;
  const count = record.cells.length;
  const fits = count === header.width || (count === width && areBlankFrom(header.width, record));
  if (!fits) {
    const reason = `The row${over} has ${counted(count)} where the header has ${header.width}.`;
    return rowProblem('', 'row.cell_count', reason);
  }
  if (record.lines === 1) return undefined;
  const cells = ownCells(record.cells, header);
  const stray = cells.findIndex(hasSwallowedLines);
  if (stray === -1) return undefined;
  const reason = `A quote mark opens this cell and is not closed: ${record.lines} lines became one row.`;
  return rowProblem(header.columns[stray] ?? '', 'row.stray_quote', reason);
}

function areBlankFrom(start: number, { cells }: RosterRecord): boolean {
  return cells.slice(start).every(isBlank);
}

function counted(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}

/**
 * Whether the cell has the marks of an opening quote without its closing one: the parser then took the next rows into
 * the cell, up to a quote mark that belongs to one of them, and left both quote marks in.
 */
function hasSwallowedLines(cell: string): boolean {
  if (!cell.startsWith('"')) return false;
  const lastBreak = Math.max(cell.lastIndexOf('\n'), cell.lastIndexOf('\r'));
  return lastBreak !== -1 && cell.includes('"', lastBreak);
}
