import { RollcallError } from '../observe/rollcall-error.js';

/**
 * A filter for `findUsers`: one attribute equals one text, as in `uuid='…'`. The only form of it that is known is that
 * of the vendor's own integration; how a quote is escaped is not, so it is written as the store behind it (Akamai
 * Identity Cloud) has it, with a backslash.
 *
 * @param attribute a store name such as `email`
 * @throws RollcallError `next_identity_filter` for a name that is none
 */
export function attributeEquals(attribute: string, text: string): string {
  if (!/^[A-Za-z_][\w.]*$/.test(attribute)) {
    throw new RollcallError(
      'next_identity_filter',
      'The name of the attribute to look for is wrong: expected letters, digits, dots and underscores, as in "email".',
    );
  }
  return `${attribute}='${text.replace(/[\\']/g, '\\$&')}'`;
}

/** A filter for whom any of `filters` means. That `or` joins them is inferred from the store behind it. */
export function anyOf(filters: readonly string[]): string {
  return filters.join(' or ');
}
