import type { ProblemText } from './problem-text.js';

/**
 * Everything that can be wrong with one row. Codes are stable: they stand in rejects files and in the ledger.
 * `docs/roster-errors.md` is generated from this table and that of the file problems.
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
    remedy: 'Write it with + and the country code, or name the country with --default-country.',
  },
  'identity.suppressed': {
    reason: 'The address or number is suppressed: nobody is to call it.',
    remedy: 'Leave the row out, or lift the suppression with: rollcall suppress remove.',
  },
  'identity.forgotten': {
    reason: 'The person’s data was removed, and the row is not kept.',
    remedy: 'Leave the row out, or have the person invited anew with: rollcall suppress remove.',
  },
  'locale.malformed': {
    reason: 'The locale is not a language code.',
    remedy: 'Write it as en-US or de, or leave it empty.',
  },
  'time_zone.malformed': {
    reason: 'The time zone is not the name of one.',
    remedy: 'Write it as Europe/Berlin, or leave it empty.',
  },
  'access.malformed': {
    reason: 'The access flag is neither true nor false.',
    remedy: 'Write true or false, or leave it empty.',
  },
  'column.missing_value': {
    reason: 'The cell is empty, and the rules for this column require a value.',
    remedy: 'Fill it in, or take "required" out of the rules for the column.',
  },
  'column.pattern': {
    reason: 'The value does not have the form that the rules for this column require.',
    remedy: 'Write it in that form, or change the "pattern" of the column.',
  },
  'column.not_allowed': {
    reason: 'The value is not one of those that the rules for this column allow.',
    remedy: 'Use one of them, or add the value to "allowed".',
  },
  'value.control_character': {
    reason: 'The cell holds a line break or another control character.',
    remedy: 'Type the value again on one line.',
  },
  'value.scientific': {
    reason:
      'A spreadsheet has turned the number into scientific notation; its last digits are lost.',
    remedy:
      'Format the column as text in the spreadsheet, put the numbers in again from where they came, and save.',
  },
  'value.too_long': {
    reason: 'The value is too long.',
    remedy: 'Shorten it; a whole note may have slipped into the cell.',
  },
  'value.wrong_encoding': {
    reason: 'The value has lost letters: it was saved or read in the wrong encoding.',
    remedy: 'Type it again, or save the file from the original as "CSV UTF-8 (comma delimited)".',
  },
} as const satisfies Record<string, ProblemText>;
