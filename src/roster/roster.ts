import type { RosterProblem } from './problems.js';

/** What a column of a roster can feed. `resourceAccess…` columns keep the exact name that the client's application uses. */
export type RosterField =
  | 'firstName'
  | 'lastName'
  | 'emailAddress'
  | 'mobileNumber'
  | 'locale'
  | 'employeeNumber'
  | `resourceAccess${string}`;

export interface RosterOptions {
  /** Which identity the client signs people in with; its column must be there and its cell filled in. */
  readonly authType: 'email' | 'sms';
  /** ISO 3166 code (`GB`) for phones that are written without a country code. Without it such phones are refused. */
  readonly defaultCountry?: string;
  /** The locale of people whose row names none. */
  readonly defaultLocale?: string;
}

/** One person, as typed and normalised as an invite needs. */
export interface Person {
  /** Lower-cased e-mail address, or E.164 phone (`+447700900123`), by auth type. */
  readonly identifier: string;
  /** `profile_fields` as they will be sent: `firstName`, `lastName`, `emailAddress`, `mobileNumber` (sms), `resourceAccess…`. Fields without a value are absent. */
  readonly profile: Readonly<Record<string, string | boolean>>;
  /** BCP 47 (`en-US`), or null where neither the row nor the options name one. */
  readonly locale: string | null;
  readonly employeeNumber: string | null;
}

/** A row of the file: where it is, what it holds, and either the person or everything that is wrong with it. */
export type RosterRow = {
  /** The line on which the row starts, from 1, counted as an editor does: the header is usually line 1. */
  readonly line: number;
  /** The cells exactly as in the file, without `rollcall_…` columns. */
  readonly cells: readonly string[];
} & (
  | { readonly person: Person }
  | { readonly problems: readonly [RosterProblem, ...RosterProblem[]] }
);

export interface Roster {
  /** The file's own header cells, exactly and in order, without `rollcall_…` columns. */
  readonly columns: readonly string[];
  readonly delimiter: string;
  /** Encoding label, e.g. `utf-8`. */
  readonly encoding: string;
  /** Whether the file starts with a byte order mark. */
  readonly bom: boolean;
  /** Which column (index into `columns`) feeds which field, for showing to people. */
  readonly mapping: ReadonlyMap<RosterField, number>;
  /**
   * Rows in file order, blank ones left out; to be iterated once. Throws RollcallError (codes `roster.*`) where the
   * file breaks off or turns unreadable half-way, after all rows before that were given. Abandoning the iteration
   * closes the source; a caller that never starts it destroys the source itself.
   */
  readonly rows: AsyncIterable<RosterRow>;
}
