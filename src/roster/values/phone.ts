import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js';
import { rosterError } from '../problems.js';
import { readCanonical } from './canonical-phone.js';
import type { Reading } from './reading.js';
import { isScientific } from './scientific.js';

/** No phone is written with more; the library refuses longer texts only from 250 on. */
const MAX_CHARACTERS = 40;

const LETTER = /\p{L}/u;

/** Checks a default country. Throws `roster.default_country` for what is not an ISO 3166 code with phones. */
export function phoneCountry(code: string): CountryCode {
  const country = code.trim().toUpperCase();
  if (!isSupportedCountry(country)) throw rosterError('roster.default_country');
  return country;
}

/**
 * Reads a phone into E.164. It must be possible (its length fits its country), which need not mean that it is in a
 * range known to be in use: the ranges in the library age, and a person with a new number has no remedy against that.
 */
export function readPhone(text: string, defaultCountry: CountryCode | undefined): Reading<string> {
  if (text.length > MAX_CHARACTERS) return malformed('The phone number is far too long.');
  const canonical = readCanonical(text);
  if (canonical !== undefined) return { value: canonical };
  if (isScientific(text)) return { code: 'value.scientific' };
  if (defaultCountry === undefined && !/^\(?[+\uff0b]/.test(text) && /^[\d\s()./-]+$/.test(text)) {
    return { code: 'phone.no_country' };
  }
  const phone = parsePhoneNumberFromString(text, {
    extract: false,
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
  });
  if (phone === undefined) {
    return LETTER.test(text) ? malformed('The phone number has letters in it.') : malformed();
  }
  if (phone.ext !== undefined) {
    return malformed('The phone number has an extension, which takes no text message.');
  }
  if (!phone.isPossible()) {
    return malformed('The phone number has too many or too few digits for its country.');
  }
  return { value: phone.number };
}

function malformed(reason?: string): Reading<string> {
  return reason === undefined ? { code: 'phone.malformed' } : { code: 'phone.malformed', reason };
}
