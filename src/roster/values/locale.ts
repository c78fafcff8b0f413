import type { Reading } from './reading.js';

/** Language, then optionally script and region: what a roster needs of BCP 47. */
const SHAPE = /^[a-z]{2,3}(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|\d{3}))?$/i;

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

const MALFORMED: Reading<string> = { code: 'locale.malformed' };

/** A roster has a handful of locales and a million cells; the bound is for columns that are not locales at all. */
const MAX_REMEMBERED = 1000;
const remembered = new Map<string, Reading<string>>();

/** Reads `en_us`, `EN-us` or `en` into the form `en-US`. The language and the region must exist. */
export function readLocale(text: string): Reading<string> {
  if (!SHAPE.test(text)) return MALFORMED;
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const reading = parseLocale(text);
  if (remembered.size < MAX_REMEMBERED) remembered.set(text, reading);
  return reading;
}

function parseLocale(text: string): Reading<string> {
  const { language, region, baseName } = new Intl.Locale(text.replaceAll('_', '-'));
  // "Undetermined" (`und`) has no language, whatever the types say, and `of` throws at it.
  if (!language || languages.of(language) === undefined) return MALFORMED;
  if (region !== undefined && !isRegion(region)) return MALFORMED;
  return { value: baseName };
}

/** `ZZ` has a name, "Unknown Region": numbers that are no region become it. */
function isRegion(region: string): boolean {
  return region !== 'ZZ' && regions.of(region) !== undefined;
}
