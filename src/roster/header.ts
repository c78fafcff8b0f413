import { columnUses } from './column-uses.js';
import { isPersonsLine } from './looks-like-data.js';
import { type OriginColumns, originColumns } from './origin.js';
import { rosterError } from './problems.js';
import { listed } from './quoted-headings.js';
import type { RosterField, RosterOptions } from './roster-options.js';
import type { UnderstoodColumn } from './understood.js';

/** The header of a file, understood. */
export interface Header {
  /** The file's own header cells without `rollcall_…` columns. */
  readonly columns: readonly string[];
  /** One for each of `columns`. */
  readonly uses: readonly UnderstoodColumn[];
  /** Index into `columns` by field. */
  readonly mapping: ReadonlyMap<RosterField, number>;
  /** How many cells the header has, `rollcall_…` columns included. */
  readonly width: number;
  /** Positions in the file of `rollcall_…` columns. */
  readonly ours: ReadonlySet<number>;
  readonly origin: OriginColumns | undefined;
}

const OUR_COLUMN = /^\s*rollcall_/i;

/**
 * Finds which column feeds which field, before any row is read. Throws `roster.no_header`,
 * `roster.identity_column_missing`, `roster.duplicate_column` and what the options ask for in vain.
 */
export function readHeader(cells: readonly string[], options: RosterOptions): Header {
  const ours = new Set<number>();
  for (const [index, cell] of cells.entries()) if (OUR_COLUMN.test(cell)) ours.add(index);
  const columns = cells.filter((_, index) => !ours.has(index));
  const { uses, mapping } = columnUses(columns, options);
  if (!mapping.has(identityOf(options))) throw missingIdentity(columns, options);
  return { columns, uses, mapping, width: cells.length, ours, origin: originColumns(cells) };
}

/** The field that says who somebody is. */
export function identityOf({ authType }: Pick<RosterOptions, 'authType'>): RosterField {
  return authType === 'sms' ? 'mobileNumber' : 'emailAddress';
}

/** A first line that holds a person is not quoted in an error. */
function missingIdentity(columns: readonly string[], { authType }: RosterOptions): Error {
  if (isPersonsLine(columns)) return rosterError('roster.no_header');
  const what = authType === 'sms' ? 'mobile numbers' : 'e-mail addresses';
  return rosterError(
    'roster.identity_column_missing',
    `No column is known to hold ${what}; the columns are ${listed(columns)}.`,
  );
}
