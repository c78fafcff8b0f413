import type { RosterProblem } from './problems.js';
import type { RosterField } from './roster-options.js';
import type { Understood } from './understood.js';

/** One person, as typed and normalised as an invite needs. */
export interface Person {
  /** Lower-cased e-mail address, or E.164 phone (`+447700900123`), by auth type. */
  readonly identifier: string;
  /**
   * `profile_fields` as they will be sent: `firstName`, `lastName`, `emailAddress`, `mobileNumber` (sms), `resourceAccess…`
   * and what the options send besides. Fields without a value are absent.
   */
  readonly profile: Readonly<Record<string, string | boolean>>;
  /** BCP 47 (`en-US`), or null where neither the row nor the options name one. */
  readonly locale: string | null;
  readonly employeeNumber: string | null;
  /** IANA name (`Europe/Berlin`): when messages may go out to the person. It is not sent. */
  readonly timeZone: string | null;
}

/** A row of an earlier batch, as `rollcall_batch` and `rollcall_line` name it. Whether there is one, the ledger knows. */
export interface RowOrigin {
  readonly batch: number;
  readonly line: number;
}

/** A row of the file: where it is, what it holds, and either the person or everything that is wrong with it. */
export type RosterRow = {
  /** The line on which the row starts, from 1, counted as an editor does: the header is usually line 1. */
  readonly line: number;
  /** The cells exactly as in the file, without `rollcall_…` columns. */
  readonly cells: readonly string[];
  /** The refused row that this is the mended one of, where the file comes from `rollcall rejects` and says so. */
  readonly origin?: RowOrigin;
} & (
  | { readonly person: Person }
  | { readonly problems: readonly [RosterProblem, ...RosterProblem[]] }
);

export interface Roster {
  /** The file's own header cells, exactly and in order, without `rollcall_…` columns. */
  readonly columns: readonly string[];
  readonly delimiter: string;
  /** Encoding label, e.g. `utf-8` or `windows-1252`. */
  readonly encoding: string;
  /** How sure that is, from 0 to 1; 1 where a mark in the file or the options say so. */
  readonly encodingConfidence: number;
  /** Whether the file starts with a byte order mark. */
  readonly bom: boolean;
  /** Which column (index into `columns`) feeds which field. */
  readonly mapping: ReadonlyMap<RosterField, number>;
  /** Everything that was made of the file before its first row, for showing to people. */
  readonly understood: Understood;
  /**
   * Rows in file order, blank ones left out; to be iterated once. Throws RollcallError (codes `roster.*`) where the
   * file breaks off or turns unreadable half-way, after all rows before that were given. Abandoning the iteration
   * closes the source; a caller that never starts it destroys the source itself.
   */
  readonly rows: AsyncIterable<RosterRow>;
}
