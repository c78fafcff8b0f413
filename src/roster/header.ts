import { fieldOfColumn } from './header-aliases.js';
import { rosterError } from './problems.js';
import type { RosterField, RosterOptions } from './roster.js';

/** The header of a file, understood. */
export interface Header {
  /** The file's own header cells without `rollcall_…` columns. */
  readonly columns: readonly string[];
  /** Index into `columns` by field. */
  readonly mapping: ReadonlyMap<RosterField, number>;
  /** How many cells a row of the file has, `rollcall_…` columns included. */
  readonly width: number;
  /** Positions in the file of `rollcall_…` columns. */
  readonly ours: ReadonlySet<number>;
}

const OUR_COLUMN = /^\s*rollcall_/i;

/** How many column names an error lists, and how much of each. */
const NAMES_SHOWN = 20;
const NAME_CHARS = 40;

/**
 * Finds which column feeds which field. Throws `roster.no_header`, `roster.identity_column_missing` or
 * `roster.duplicate_column`, before any row is read.
 */
export function readHeader(cells: readonly string[], authType: RosterOptions['authType']): Header {
  const ours = new Set<number>();
  for (const [index, cell] of cells.entries()) if (OUR_COLUMN.test(cell)) ours.add(index);
  const columns = cells.filter((_, index) => !ours.has(index));
  const found = columnsByField(columns, authType);

  const identity: RosterField = authType === 'sms' ? 'mobileNumber' : 'emailAddress';
  if (!found.has(identity)) throw missingIdentity(columns, authType);

  const mapping = new Map<RosterField, number>();
  for (const [field, indexes] of found) {
    const [index, ...others] = indexes;
    if (others.length > 0) throw duplicate(field, indexes, columns);
    if (index !== undefined) mapping.set(field, index);
  }
  return { columns, mapping, width: cells.length, ours };
}

/** A phone is not sent for clients that sign people in by e-mail, so a roster may then have as many as it likes. */
function columnsByField(
  columns: readonly string[],
  authType: RosterOptions['authType'],
): Map<RosterField, number[]> {
  const found = new Map<RosterField, number[]>();
  for (const [index, column] of columns.entries()) {
    const field = fieldOfColumn(column);
    if (field === undefined || (field === 'mobileNumber' && authType === 'email')) continue;
    const indexes = found.get(field);
    if (indexes) indexes.push(index);
    else found.set(field, [index]);
  }
  return found;
}

function missingIdentity(columns: readonly string[], authType: RosterOptions['authType']): Error {
  const namesNothing = columns.every((column) => fieldOfColumn(column) === undefined);
  if (namesNothing && columns.some(looksLikeData)) return rosterError('roster.no_header');
  const what = authType === 'sms' ? 'mobile numbers' : 'e-mail addresses';
  return rosterError(
    'roster.identity_column_missing',
    `No column is known to hold ${what}; the columns are ${listed(columns)}.`,
  );
}

function duplicate(
  field: RosterField,
  indexes: readonly number[],
  columns: readonly string[],
): Error {
  const names = indexes.map((index) => `${quoted(columns[index] ?? '')} (column ${index + 1})`);
  return rosterError('roster.duplicate_column', `${names.join(' and ')} would all be ${field}.`);
}

/**
 * Whether the cell is more likely somebody's data than the name of a column. A first line with such a cell is not
 * quoted in an error: it holds a person.
 */
function looksLikeData(cell: string): boolean {
  const text = cell.trim();
  return text === '' || text.includes('@') || /\d/.test(text);
}

function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, NAMES_SHOWN).map(quoted).join(', ');
  const more = columns.length - NAMES_SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function quoted(column: string): string {
  const text = column.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return `"${text.length > NAME_CHARS ? `${text.slice(0, NAME_CHARS)}…` : text}"`;
}
