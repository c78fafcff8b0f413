import type { CountryCode } from 'libphonenumber-js';
import type { CellRule } from './column-rules.js';
import { type Header, identityOf } from './header.js';
import { isAccessField } from './headings/known-headings.js';
import { type RosterProblem, rowProblem } from './problems.js';
import type { Person } from './roster.js';
import type { RosterField, RosterOptions } from './roster-options.js';
import { readAccess } from './values/access.js';
import { cellText } from './values/cell-text.js';
import { damage } from './values/damage.js';
import { readEmail } from './values/email.js';
import { readEmployeeNumber } from './values/employee-number.js';
import { readLocale } from './values/locale.js';
import { readPhone } from './values/phone.js';
import type { Reading } from './values/reading.js';
import { readText } from './values/text.js';
import { readTimeZone } from './values/time-zone.js';

/** What people are read with: checked options, where `RosterOptions` are what somebody wrote. */
export interface PersonRules {
  readonly authType: RosterOptions['authType'];
  readonly defaultCountry: CountryCode | undefined;
  readonly defaultLocale: string | null;
}

/** One column that is read: for the field it feeds, for the rules it has, or for both. */
interface ReadColumn {
  readonly heading: string;
  readonly index: number;
  readonly field: RosterField | undefined;
  readonly rule: CellRule | undefined;
}

type Problems = readonly [RosterProblem, ...RosterProblem[]];

const MAX_NAME_CHARACTERS = 200;

/** For profile fields that Rollcall knows nothing about. */
const MAX_TEXT_CHARACTERS = 1000;

/** Reads a row's cells (as many as `header.columns`) into a person, or into all that is wrong with them. */
export function personReader(
  header: Header,
  rules: PersonRules,
  cellRules: ReadonlyMap<number, CellRule>,
): (cells: readonly string[]) => Person | Problems {
  const columns = readColumns(header, cellRules);
  const identity = identityOf(rules);
  const missing = rules.authType === 'sms' ? 'phone.missing' : 'email.missing';
  return (cells) => {
    // Some of the keys come from the file, so there may be no prototype for them to meet.
    const profile: Record<string, string | boolean> = Object.create(null);
    const problems: RosterProblem[] = [];
    let identifier = '';
    let locale = rules.defaultLocale;
    let employeeNumber: string | null = null;
    let timeZone: string | null = null;

    for (const { heading, index, field, rule } of columns) {
      const text = cellText(cells[index] ?? '');
      if (text === '' && field === identity) {
        problems.push(rowProblem(heading, missing));
        continue;
      }
      const reading = readCell(text, field, rule, rules);
      if (reading === undefined) continue;
      if ('code' in reading) {
        problems.push(rowProblem(heading, reading.code, reading.reason));
        continue;
      }
      if (field === undefined) continue;
      const { value } = reading;
      if (field === 'locale') locale = String(value);
      else if (field === 'employeeNumber') employeeNumber = String(value);
      else if (field === 'timeZone') timeZone = String(value);
      else profile[field] = value;
      if (field === identity) identifier = String(value);
    }
    const [first, ...others] = problems;
    return first === undefined
      ? { identifier, profile, locale, employeeNumber, timeZone }
      : [first, ...others];
  };
}

/** Judges a cell by the rules for its column and reads it for its field; undefined where it holds nothing. */
function readCell(
  text: string,
  field: RosterField | undefined,
  rule: CellRule | undefined,
  rules: PersonRules,
): Reading<string> | Reading<boolean> | undefined {
  let value = text;
  if (rule !== undefined) {
    const judged = rule(text);
    if ('code' in judged) return judged;
    value = judged.value;
  }
  if (value === '') return undefined;
  if (field === undefined) return { value };
  return damage(value) ?? readField(field, value, rules);
}

function readColumns(
  { uses }: Header,
  cellRules: ReadonlyMap<number, CellRule>,
): readonly ReadColumn[] {
  return uses.flatMap((column, index) => {
    const field = column.use === 'field' ? column.field : undefined;
    const rule = cellRules.get(index);
    if (field === undefined && rule === undefined) return [];
    return [{ heading: column.heading, index, field, rule }];
  });
}

function readField(
  field: RosterField,
  text: string,
  rules: PersonRules,
): Reading<string> | Reading<boolean> {
  switch (field) {
    case 'emailAddress':
      return readEmail(text);
    case 'mobileNumber':
      return readPhone(text, rules.defaultCountry);
    case 'locale':
      return readLocale(text);
    case 'employeeNumber':
      return readEmployeeNumber(text);
    case 'timeZone':
      return readTimeZone(text);
    case 'firstName':
    case 'lastName':
      return readText(text, MAX_NAME_CHARACTERS);
    default:
      return isAccessField(field) ? readAccess(text) : readText(text, MAX_TEXT_CHARACTERS);
  }
}
