import { checkOptions } from './check-options.js';
import { identityOf } from './header.js';
import type { Roster, RosterRow } from './roster.js';
import type { RosterOptions } from './roster-options.js';
import { cellText } from './values/cell-text.js';
import { readEmail } from './values/email.js';
import { readEmployeeNumber } from './values/employee-number.js';
import { readPhone } from './values/phone.js';
import type { Reading } from './values/reading.js';

/** By what a row names somebody; null where that is missing or cannot be read. */
export interface RowIdentity {
  readonly identifier: string | null;
  readonly employeeNumber: string | null;
}

const NOBODY: RowIdentity = { identifier: null, employeeNumber: null };

/**
 * Tells whom a row names, also one that is refused for something else: so that whose row has a mistake in it today is not
 * taken for gone. Where not even the shape of the row is right, it names nobody.
 */
export function identityReader(
  { mapping }: Roster,
  options: RosterOptions,
): (row: RosterRow) => RowIdentity {
  const { authType, defaultCountry } = checkOptions(options).person;
  const identity = mapping.get(identityOf(options));
  const number = mapping.get('employeeNumber');
  const readIdentity = (text: string) =>
    authType === 'sms' ? readPhone(text, defaultCountry) : readEmail(text);
  return (row) => {
    if ('person' in row) return row.person;
    if (row.problems.some(({ code }) => code.startsWith('row.'))) return NOBODY;
    return {
      identifier: valueIn(row.cells, identity, readIdentity),
      employeeNumber: valueIn(row.cells, number, readEmployeeNumber),
    };
  };
}

function valueIn(
  cells: readonly string[],
  column: number | undefined,
  read: (text: string) => Reading<string>,
): string | null {
  const text = column === undefined ? '' : cellText(cells[column] ?? '');
  if (text === '') return null;
  const reading = read(text);
  return 'value' in reading ? reading.value : null;
}
