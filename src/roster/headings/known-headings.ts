import { DUTCH } from './dutch.js';
import { ENGLISH } from './english.js';
import { FRENCH } from './french.js';
import { GERMAN } from './german.js';
import type { HeadedField, HeadingTable } from './heading-table.js';
import { ITALIAN } from './italian.js';
import { NORDIC } from './nordic.js';
import { POLISH } from './polish.js';
import { PORTUGUESE } from './portuguese.js';
import { SPANISH } from './spanish.js';

export const HEADING_TABLES: Readonly<Record<string, HeadingTable>> = {
  English: ENGLISH,
  German: GERMAN,
  French: FRENCH,
  Spanish: SPANISH,
  Portuguese: PORTUGUESE,
  Italian: ITALIAN,
  Dutch: DUTCH,
  Polish: POLISH,
  Nordic: NORDIC,
};

const FIELD_BY_HEADING: ReadonlyMap<string, HeadedField> = new Map(
  Object.values(HEADING_TABLES).flatMap((table) =>
    Object.entries(table).flatMap(([field, headings]) =>
      headings.map((heading) => [plainHeading(heading), field as HeadedField] as const),
    ),
  ),
);

/** Vendor fact: profile fields named `resourceAccess<Name>` are the client's access flags [docs-prereg]. */
const ACCESS_FIELD = /^resourceAccess[A-Z0-9][A-Za-z0-9]*$/;

/** What a heading names, if Rollcall knows it, and whether it is the name of the field itself (`exact`). */
export interface KnownHeading {
  readonly field: HeadedField | `resourceAccess${string}`;
  readonly reason: 'exact' | 'alias';
}

/** The field that a heading names, if Rollcall knows it; case, spaces, punctuation and accents do not matter. */
export function knownHeading(heading: string): KnownHeading | undefined {
  const exact = heading.trim();
  if (isAccessField(exact)) return { field: exact, reason: 'exact' };
  if (isHeadedField(exact)) return { field: exact, reason: 'exact' };
  const field = FIELD_BY_HEADING.get(plainHeading(heading));
  return field === undefined ? undefined : { field, reason: 'alias' };
}

/** Whether a field or a heading is one of the client's access flags, `resourceAccess<Name>` to the letter. */
export function isAccessField(name: string): name is `resourceAccess${string}` {
  return ACCESS_FIELD.test(name);
}

/** Whether this is the name of a field that Rollcall reads in a way of its own. */
function isHeadedField(name: string): name is HeadedField {
  return name === 'timeZone' || Object.hasOwn(ENGLISH, name);
}

/** A heading as it is compared: lower case, letters and digits only, without accents. */
export function plainHeading(heading: string): string {
  return heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
