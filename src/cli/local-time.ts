import { DateTime } from 'luxon';

/** `2026-12-01 08:00:00` by the clock on the wall of a time zone. */
export function localTime(at: Date, timeZone: string): string {
  return DateTime.fromJSDate(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm:ss');
}
