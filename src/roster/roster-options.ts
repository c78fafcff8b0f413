import type { HeadedField } from './headings/heading-table.js';

/**
 * What a column of a roster can feed: a field that Rollcall reads in a way of its own, an access flag (`resourceAccess…`
 * columns keep the exact name that the client's application uses), or any other profile field by its name.
 */
export type RosterField = HeadedField | `resourceAccess${string}` | (string & {});

/** What the cells of one column must be. Cells are judged without outer blanks. */
export interface ColumnRule {
  /** Whether an empty cell refuses its row, and a file without the column is refused as a whole. */
  readonly required?: boolean;
  /** A regular expression (with the flag `u`) that the whole cell must match. */
  readonly pattern?: string;
  /** The values that are allowed; letter case does not matter and becomes that of the list. */
  readonly allowed?: readonly string[];
  /** In characters (UTF-16 code units). */
  readonly maxLength?: number;
  /** The profile field that the column feeds, as by `map`. */
  readonly sendAs?: string;
}

export interface RosterOptions {
  /** Which identity the client signs people in with; its column must be there and its cell filled in. */
  readonly authType: 'email' | 'sms';
  /** ISO 3166 code (`GB`) for phones that are written without a country code. Without it such phones are refused. */
  readonly defaultCountry?: string;
  /** The locale of people whose row names none. */
  readonly defaultLocale?: string;
  /** The encoding of the file, where it shall not be detected, e.g. `windows-1252`. A byte order mark outweighs it. */
  readonly encoding?: string;
  /**
   * Gives the encoding of an earlier batch, or null. A file of its rejects may be a row or two, too little to tell encodings
   * apart, and is taken for what the roster was where it makes sense so.
   */
  encodingOf?(batch: number): Promise<string | null>;
  /** The delimiter, where it shall not be detected: one character, or `comma`, `semicolon`, `tab`, `pipe`. */
  readonly delimiter?: string;
  /** Field by heading: a known field, the name of a profile field, or `ignore`. Outweighs what headings mean by themselves. */
  readonly map?: Readonly<Record<string, string>>;
  /**
   * What happens to columns that nothing names: `keep` (the default) keeps them in the ledger and in rejects files only,
   * `send` also sends them as profile fields named after their headings (`Job title` → `jobTitle`).
   */
  readonly unknownColumns?: 'keep' | 'send';
  /** Rules by heading. */
  readonly columns?: Readonly<Record<string, ColumnRule>>;
}
