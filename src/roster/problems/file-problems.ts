import type { ProblemText } from './problem-text.js';

/** Everything for which a whole file is refused, or given up half-way. The codes of the RollcallErrors thrown. */
export const FILE_PROBLEMS = {
  'roster.unreadable': {
    reason: 'The roster cannot be read to its end.',
    remedy: 'Check that the file exists, may be read and is not being written to, and try again.',
  },
  'roster.file_changed': {
    reason: 'The roster was changed while it was being read.',
    remedy: 'Wait until whatever writes it has finished, and try again.',
  },
  'roster.empty': {
    reason: 'The roster is empty.',
    remedy: 'It needs a header line and a line for each person.',
  },
  'roster.not_text': {
    reason: 'The roster is not a text file.',
    remedy:
      'Open it in the spreadsheet, choose File > Save As and the type "CSV UTF-8 (comma delimited)", and use that file.',
  },
  'roster.not_utf8': {
    reason: 'The roster is not encoded in UTF-8.',
    remedy:
      'Save it again as "CSV UTF-8 (comma delimited)", or name its encoding, such as --encoding windows-1252.',
  },
  'roster.encoding_unclear': {
    reason: 'The encoding of the roster cannot be told from its content.',
    remedy:
      'Save it again as "CSV UTF-8 (comma delimited)", or name its encoding, such as --encoding shift_jis.',
  },
  'roster.compressed_too_far': {
    reason: 'The roster grows beyond all measure as it is unpacked.',
    remedy: 'Unpack it yourself, look at what is in it, and use the plain file.',
  },
  'roster.no_header': {
    reason: 'The first line does not name the columns.',
    remedy: 'Put a header line above the rows, such as: first name, last name, email.',
  },
  'roster.identity_column_missing': {
    reason: 'No column holds the identity of the people.',
    remedy:
      'Name the column that holds it "email" ("mobile" where people sign in by phone), or say which it is, such as --map "Work contact=emailAddress".',
  },
  'roster.duplicate_column': {
    reason: 'Several columns would feed the same field.',
    remedy:
      'Say which is meant, such as --map "Work mail=emailAddress", or rename the others so that one is left.',
  },
  'roster.mapped_column_missing': {
    reason: 'A mapping names a column that the roster does not have.',
    remedy: 'Write the heading in the mapping as it stands in the file, or leave the mapping out.',
  },
  'roster.required_column_missing': {
    reason: 'The rules require a value in a column that the roster does not have.',
    remedy: 'Add the column to the file, or take "required" out of the rules for it.',
  },
  'roster.unnameable_column': {
    reason: 'No name for a profile field can be made of a heading.',
    remedy:
      'Give the field a name, such as --map "Отдел=department", or keep the column out, such as --map "Отдел=ignore".',
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
  'roster.encoding_option': {
    reason: 'The encoding that was named is not known.',
    remedy: 'Use a name such as utf-8, windows-1252, iso-8859-2, macintosh or shift_jis.',
  },
  'roster.delimiter_option': {
    reason: 'The delimiter that was named cannot be one.',
    remedy: 'Use one character that is neither a quote mark, a letter, a digit nor a line break.',
  },
  'roster.mapping_option': {
    reason: 'A mapping names a field that cannot be.',
    remedy:
      'Map to firstName, lastName, emailAddress, mobileNumber, locale, employeeNumber, timeZone, ignore, or the name of a profile field in letters, digits and underscores.',
  },
  'roster.column_rules': {
    reason: 'The rules for a column cannot be used.',
    remedy: 'Write "pattern" as a regular expression and "maxLength" as a number from 1 and up.',
  },
} as const satisfies Record<string, ProblemText>;
