import { knownHeading } from './headings/known-headings.js';

/**
 * Whether a cell of a first line is more likely somebody's data than the name of a column: an address, or digits as of a
 * number or a date. `Address 1` is a heading.
 */
export function looksLikeData(cell: string): boolean {
  return cell.includes('@') || /\d{2}/.test(cell);
}

/** Whether a line is somebody's rather than the header: it names no field, and has what no heading has. Errors do not quote it then. */
export function isPersonsLine(cells: readonly string[]): boolean {
  return cells.every((cell) => knownHeading(cell) === undefined) && cells.some(looksLikeData);
}

/** Whether a cell is certainly no heading: an address, or a number or date without a letter. `Budget 2026` may be one. */
export function isValue(cell: string): boolean {
  return cell.includes('@') || (/\d/.test(cell) && !/\p{L}/u.test(cell));
}
