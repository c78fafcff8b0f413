/** The fields that a heading alone can name. */
export type HeadedField =
  | 'firstName'
  | 'lastName'
  | 'emailAddress'
  | 'mobileNumber'
  | 'locale'
  | 'employeeNumber';

/** How one language heads the columns, written as people write it: case, accents and punctuation do not matter. */
export type HeadingTable = Readonly<Record<HeadedField, readonly string[]>>;
