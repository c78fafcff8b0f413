import type { CountryCode } from 'libphonenumber-js';
import type { Header } from './header.js';
import { type RosterProblem, rowProblem } from './problems.js';
import type { Person, RosterField, RosterOptions } from './roster.js';
import { readAccess } from './values/access.js';
import { clean, hasControlCharacter } from './values/clean.js';
import { readEmail } from './values/email.js';
import { readLocale } from './values/locale.js';
import { readPhone } from './values/phone.js';
import type { Reading } from './values/reading.js';
import { readText } from './values/text.js';

/** What people are read with: checked options, where `RosterOptions` are what somebody wrote. */
export interface PersonRules {
  readonly authType: RosterOptions['authType'];
  readonly defaultCountry: CountryCode | undefined;
  readonly defaultLocale: string | null;
}

type Problems = readonly [RosterProblem, ...RosterProblem[]];

const MAX_NAME_CHARACTERS = 200;
const MAX_NUMBER_CHARACTERS = 100;

/** Reads a row's cells (as many as `header.columns`) into a person, or into all that is wrong with them. */
export function personReader(
  header: Header,
  rules: PersonRules,
): (cells: readonly string[]) => Person | Problems {
  const fields = [...header.mapping];
  const identity = rules.authType === 'sms' ? 'mobileNumber' : 'emailAddress';
  const missing = rules.authType === 'sms' ? 'phone.missing' : 'email.missing';
  return (cells) => {
    // Some of the keys come from the file, so there may be no prototype for them to meet.
    const profile: Record<string, string | boolean> = Object.create(null);
    const problems: RosterProblem[] = [];
    let identifier = '';
    let locale = rules.defaultLocale;
    let employeeNumber: string | null = null;

    for (const [field, index] of fields) {
      const column = header.columns[index] ?? '';
      const text = clean(cells[index] ?? '');
      if (text === '') {
        if (field === identity) problems.push(rowProblem(column, missing));
        continue;
      }
      const reading = readField(field, text, rules);
      if ('code' in reading) {
        problems.push(rowProblem(column, reading.code, reading.reason));
        continue;
      }
      const { value } = reading;
      if (field === 'locale') locale = String(value);
      else if (field === 'employeeNumber') employeeNumber = String(value);
      else profile[field] = value;
      if (field === identity) identifier = String(value);
    }
    const [first, ...others] = problems;
    return first === undefined
      ? { identifier, profile, locale, employeeNumber }
      : [first, ...others];
  };
}

function readField(
  field: RosterField,
  text: string,
  rules: PersonRules,
): Reading<string> | Reading<boolean> {
  if (hasControlCharacter(text)) return { code: 'value.control_character' };
  switch (field) {
    case 'emailAddress':
      return readEmail(text);
    case 'mobileNumber':
      return readPhone(text, rules.defaultCountry);
    case 'locale':
      return readLocale(text);
    case 'firstName':
    case 'lastName':
      return readText(text, MAX_NAME_CHARACTERS);
    case 'employeeNumber':
      return readText(text, MAX_NUMBER_CHARACTERS);
    default:
      return readAccess(text);
  }
}
