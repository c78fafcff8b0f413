import { cellRule } from './column-rules.js';
import { explicitMap } from './explicit-map.js';
import { identityOf } from './header.js';
import { knownHeading } from './headings/known-headings.js';
import type { WantedColumns } from './layout.js';
import type { PersonRules } from './person.js';
import { rosterError } from './problems.js';
import type { RosterOptions } from './roster-options.js';
import { clean } from './values/clean.js';
import { readLocale } from './values/locale.js';
import { phoneCountry } from './values/phone.js';

/** Options that somebody wrote, checked before the file is looked at. */
export interface CheckedOptions {
  readonly person: PersonRules;
  readonly wanted: WantedColumns;
  readonly delimiter?: string;
}

/** One character that can neither open a cell nor be part of ordinary text. */
const DELIMITER = /^[^\p{L}\p{N}"\r\n\0]$/u;

/** Names for delimiters, some of which are hard to type on a command line. */
const DELIMITER_NAMES: ReadonlyMap<string, string> = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['\\t', '\t'],
  ['pipe', '|'],
]);

/** Throws a RollcallError (`roster.default_country` and the like) for options that cannot be. */
export function checkOptions(options: RosterOptions): CheckedOptions {
  const { authType, defaultCountry, defaultLocale } = options;
  const delimiter =
    options.delimiter === undefined
      ? undefined
      : (DELIMITER_NAMES.get(options.delimiter.toLowerCase()) ?? options.delimiter);
  for (const [heading, rule] of Object.entries(options.columns ?? {})) cellRule(heading, rule);
  if (delimiter !== undefined && !DELIMITER.test(delimiter)) {
    throw rosterError('roster.delimiter_option');
  }
  return {
    person: {
      authType,
      defaultCountry: defaultCountry === undefined ? undefined : phoneCountry(defaultCountry),
      defaultLocale: defaultLocale === undefined ? null : checkedLocale(defaultLocale),
    },
    wanted: wantedColumns(options),
    ...(delimiter === undefined ? {} : { delimiter }),
  };
}

function checkedLocale(locale: string): string {
  const reading = readLocale(clean(locale));
  if ('code' in reading) throw rosterError('roster.default_locale');
  return reading.value;
}

/** By which headings the layout recognises the header. */
function wantedColumns(options: RosterOptions): WantedColumns {
  const { targets, keyOf } = explicitMap(options);
  return {
    identity: identityOf(options),
    fieldOf: (heading) => {
      const key = keyOf(heading);
      const target = key === undefined ? undefined : targets.get(key);
      return target === 'ignore' ? undefined : (target ?? knownHeading(heading)?.field);
    },
  };
}
