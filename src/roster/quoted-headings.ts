/** How many headings an error lists, and how much of each. */
const HEADINGS_SHOWN = 20;
const HEADING_CHARACTERS = 40;

/** Headings as an error lists them, the first twenty at most. */
export function listed(headings: readonly string[]): string {
  const shown = headings.slice(0, HEADINGS_SHOWN).map(quoted).join(', ');
  const more = headings.length - HEADINGS_SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** A heading as an error names it: on one line, and not endless. */
export function quoted(heading: string): string {
  const text = heading.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const shown = text.length > HEADING_CHARACTERS ? `${text.slice(0, HEADING_CHARACTERS)}…` : text;
  return `"${shown}"`;
}
