import { IANAZone } from 'luxon';
import type { Reading } from './reading.js';

/** A roster has a handful of time zones and a million cells; the bound is for columns that are none at all. */
const MAX_REMEMBERED = 1000;
const remembered = new Map<string, Reading<string>>();

/** Reads the IANA name of a time zone, as `Europe/Berlin`. Offsets and abbreviations do not tell when clocks change. */
export function readTimeZone(text: string): Reading<string> {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const isName = /^(UTC|[A-Za-z_]+(\/[\w+-]+)+)$/.test(text) && IANAZone.isValidZone(text);
  const reading: Reading<string> = isName ? { value: text } : { code: 'time_zone.malformed' };
  if (remembered.size < MAX_REMEMBERED) remembered.set(text, reading);
  return reading;
}
