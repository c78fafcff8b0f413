import type { ClientConfig } from '../config/client-config.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { headingLookup } from '../roster/heading-lookup.js';
import type { RosterOptions } from '../roster/index.js';

/** How a roster is to be read, as far as the command line says so. */
export interface RosterChoices {
  readonly map?: readonly string[];
  readonly unknownColumns?: 'keep' | 'send';
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly defaultCountry?: string;
}

/** The reader's options for a client: what was typed, and where nothing was, what the configuration says. */
export function rosterOptions(
  { authType, locale, roster }: ClientConfig,
  choices: RosterChoices,
): RosterOptions {
  const { map = [], unknownColumns, encoding, delimiter, defaultCountry } = choices;
  return {
    authType,
    ...(locale === null ? {} : { defaultLocale: locale }),
    ...roster,
    map: mapOf(map.map(mappingOf), Object.entries(roster.map ?? {})),
    ...(unknownColumns === undefined ? {} : { unknownColumns }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
  };
}

type Mapping = readonly [heading: string, field: string];

/** A heading that was typed outweighs the same one of the configuration, also where the two are spelled a little differently. */
function mapOf(typed: readonly Mapping[], configured: readonly Mapping[]): Record<string, string> {
  const typedHeadingOf = headingLookup(typed.map(([heading]) => heading));
  const others = configured.filter(([heading]) => typedHeadingOf(heading) === undefined);
  return Object.fromEntries([...typed, ...others]);
}

function mappingOf(text: string): Mapping {
  const [, heading, field] = /^(.+)=(\w+)$/s.exec(text) ?? [];
  if (heading === undefined || field === undefined) {
    throw new RollcallError(
      'option_invalid',
      `Expected --map like "Work mail=emailAddress", got "${text}".`,
    );
  }
  return [heading.trim(), field];
}
