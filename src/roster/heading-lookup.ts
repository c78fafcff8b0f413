import { plainHeading } from './headings/known-headings.js';

/**
 * Finds the heading in the options that a column of the file goes by: to the letter first, then as headings are compared
 * anyway (see `plainHeading`). Headings come from files, so no object is used as the table.
 */
export function headingLookup(headings: Iterable<string>): (column: string) => string | undefined {
  const exact = new Map<string, string>();
  const plain = new Map<string, string>();
  for (const heading of headings) {
    exact.set(heading.trim(), heading);
    const key = plainHeading(heading);
    if (key !== '' && !plain.has(key)) plain.set(key, heading);
  }
  return (column) => exact.get(column.trim()) ?? plain.get(plainHeading(column));
}
