import type { ClientConfig } from '../config/client-config.js';
import { RollcallError } from '../observe/rollcall-error.js';
import type { RosterOptions } from '../roster/index.js';

/** How a roster is to be read, as far as the command line says so. */
export interface RosterChoices {
  readonly map?: readonly string[];
  readonly unknownColumns?: 'keep' | 'send';
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly defaultCountry?: string;
}

/** The reader's options for a client: what was typed. */
export function rosterOptions(
  { authType, locale }: ClientConfig,
  choices: RosterChoices,
): RosterOptions {
  const { map = [], unknownColumns, encoding, delimiter, defaultCountry } = choices;
  return {
    authType,
    ...(locale === null ? {} : { defaultLocale: locale }),
    ...(map.length === 0 ? {} : { map: Object.fromEntries(map.map(mappingOf)) }),
    ...(unknownColumns === undefined ? {} : { unknownColumns }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(defaultCountry === undefined ? {} : { defaultCountry }),
  };
}

function mappingOf(text: string): [string, string] {
  const [, heading, field] = /^(.+)=(\w+)$/s.exec(text) ?? [];
  if (heading === undefined || field === undefined) {
    throw new RollcallError(
      'option_invalid',
      `Expected --map like "Work mail=emailAddress", got "${text}".`,
    );
  }
  return [heading.trim(), field];
}
