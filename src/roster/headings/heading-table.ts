/** The fields that Rollcall reads in a way of its own, and finds by their headings in many languages. */
export type AliasedField =
  | 'firstName'
  | 'lastName'
  | 'emailAddress'
  | 'mobileNumber'
  | 'locale'
  | 'employeeNumber';

/**
 * The fields that a heading alone can name. A time zone is found by that very name only: most columns called so hold what
 * is no IANA name, and rows with one are refused.
 */
export type HeadedField = AliasedField | 'timeZone';

/** How one language heads the columns, written as people write it: case, accents and punctuation do not matter. */
export type HeadingTable = Readonly<Record<AliasedField, readonly string[]>>;
