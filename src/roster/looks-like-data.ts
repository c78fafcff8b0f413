/**
 * Whether a cell of a first line is more likely somebody's data than the name of a column: an address, or digits as of a
 * number or a date. `Address 1` is a heading.
 */
export function looksLikeData(cell: string): boolean {
  return cell.includes('@') || /\d{2}/.test(cell);
}
