import { RollcallError } from '../observe/rollcall-error.js';

interface ProblemText {
  /** What is wrong, where nothing more exact is known. Never quotes a cell. */
  readonly reason: string;
  /** What to do about it, in the spreadsheet. */
  readonly remedy: string;
}

/**
 * Everything that can be wrong with one row. Codes are stable: they stand in rejects files and in the ledger.
 * The documentation of the codes is generated from this table and the next.
 */
export const ROW_PROBLEMS = {
  'row.cell_count': {
    reason: 'The row does not have as many cells as the header.',
    remedy:
      'Put cells that contain the delimiter or a line break in quotes, and fill up missing cells.',
  },
  'row.stray_quote': {
    reason: 'A quote mark opens this cell and is not closed where the cell ends.',
    remedy: 'Remove the quote mark or close it, so that the lines become rows of their own again.',
  },
  'email.missing': {
    reason: 'The e-mail address is empty.',
    remedy: 'Fill in the address that the person signs in with.',
  },
  'email.malformed': {
    reason: 'The e-mail address is not well formed.',
    remedy: 'Write it as name@company.example.',
  },
  'email.several': {
    reason: 'The cell holds more than one e-mail address.',
    remedy: 'Keep the one that the person signs in with.',
  },
  'phone.missing': {
    reason: 'The phone number is empty.',
    remedy: 'Fill in the mobile number that the person signs in with.',
  },
  'phone.malformed': {
    reason: 'The phone number is not one that can be dialled.',
    remedy: 'Write one mobile number with + and the country code, such as +44 7700 900123.',
  },
  'phone.no_country': {
    reason: 'The phone number has no country code.',
    remedy: 'Write it with + and the country code, or set a default country.',
  },
  'locale.malformed': {
    reason: 'The locale is not a language code.',
    remedy: 'Write it as en-US or de, or leave it empty.',
  },
  'access.malformed': {
    reason: 'The access flag is neither true nor false.',
    remedy: 'Write true or false, or leave it empty.',
  },
  'value.control_character': {
    reason: 'The cell holds a line break or another control character.',
    remedy: 'Type the value again on one line.',
  },
  'value.too_long': {
    reason: 'The value is too long.',
    remedy: 'Shorten it; a whole note may have slipped into the cell.',
  },
} as const satisfies Record<string, ProblemText>;

/** Everything for which a whole file is refused, or given up half-way. The codes of the RollcallErrors thrown. */
export const FILE_PROBLEMS = {
  'roster.unreadable': {
    reason: 'The roster cannot be read to its end.',
    remedy: 'Check that the file exists, may be read and is not being written to, and try again.',
  },
  'roster.empty': {
    reason: 'The roster is empty.',
    remedy: 'It needs a header line and a line for each person.',
  },
  'roster.not_text': {
    reason: 'The roster is not a text file.',
    remedy: 'Save it as "CSV UTF-8 (comma delimited)" and use that file.',
  },
  'roster.not_utf8': {
    reason: 'The roster is not encoded in UTF-8.',
    remedy:
      'Save it again as "CSV UTF-8 (comma delimited)", so that letters such as é arrive right.',
  },
  'roster.no_header': {
    reason: 'The first line does not name the columns.',
    remedy: 'Put a header line above the rows, such as: first name, last name, email.',
  },
  'roster.identity_column_missing': {
    reason: 'No column holds the identity of the people.',
    remedy: 'Name the column that holds it "email", or "mobile" where people sign in by phone.',
  },
  'roster.duplicate_column': {
    reason: 'Several columns would feed the same field.',
    remedy: 'Rename those that are not meant, so that one is left.',
  },
  'roster.quote_not_closed': {
    reason: 'A quote mark is opened and never closed.',
    remedy: 'Remove it or close it; whatever follows it cannot be told apart.',
  },
  'roster.row_too_large': {
    reason: 'A row is too large.',
    remedy: 'A closing quote mark is probably missing in it.',
  },
  'roster.default_country': {
    reason: 'The default country is not known.',
    remedy: 'Use the two letters of ISO 3166, such as GB.',
  },
  'roster.default_locale': {
    reason: 'The default locale is not known.',
    remedy: 'Use a language code such as en-US.',
  },
} as const satisfies Record<string, ProblemText>;

export type RosterProblemCode = keyof typeof ROW_PROBLEMS;
export type RosterErrorCode = keyof typeof FILE_PROBLEMS;

/** One thing that is wrong with a row. */
export interface RosterProblem {
  /** The header cell of the column as it stands in the file, or empty where the whole row is meant. */
  readonly column: string;
  readonly code: RosterProblemCode;
  /** What is wrong and how to mend it; never quotes the cell. */
  readonly message: string;
}

/** A problem of a row, with `reason` where more is known than the table says. It may not quote the cell. */
export function rowProblem(
  column: string,
  code: RosterProblemCode,
  reason: string = ROW_PROBLEMS[code].reason,
): RosterProblem {
  return { column, code, message: `${reason} ${ROW_PROBLEMS[code].remedy}` };
}

/** The error for a file that cannot be used, with `reason` where more is known than the table says. */
export function rosterError(
  code: RosterErrorCode,
  reason: string = FILE_PROBLEMS[code].reason,
  options?: { cause?: unknown },
): RollcallError {
  return new RollcallError(code, `${reason} ${FILE_PROBLEMS[code].remedy}`, options);
}
