import { DateTime, IANAZone } from 'luxon';

/** When messages may go out, by the clock on the wall of whoever gets them. */
export interface OpenHours {
  /** Minutes of the local day from and to which nobody is written to; it may pass midnight. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
  /** ISO weekdays on which messages go out, 1 for Monday to 7 for Sunday; at least one. */
  readonly days: readonly number[];
  /** IANA name; a person's own time zone outweighs it. */
  readonly timeZone: string;
}

/** From `open`, up to and without `close`, in ms since 1970. */
interface Span {
  readonly open: number;
  readonly close: number;
}

const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;

/**
 * The first moment from `from` on at which messages may go out.
 *
 * @param timeZone the person's own; null, or one that this machine does not know, stands for the policy's
 */
export function allowedFrom(hours: OpenHours, timeZone: string | null, from: Date): Date {
  return afterOpenTime(hours, timeZone, from, 0);
}

/** The moment at which messages have been allowed for `byMs` since `from`: only open time counts. */
export function afterOpenTime(
  hours: OpenHours,
  timeZone: string | null,
  from: Date,
  byMs: number,
): Date {
  let left = byMs;
  for (const { open, close } of openSpans(hours, timeZone, from)) {
    const start = Math.max(from.getTime(), open);
    if (start + left < close) return new Date(start + left);
    left -= close - start;
  }
  throw new Error('Expected a policy with open hours, got one without');
}

/** When the span began, or will begin, in which messages may next go out; null where they always may. */
export function openingAt(hours: OpenHours, timeZone: string | null, now: Date): Date | null {
  for (const { open } of openSpans(hours, timeZone, now)) {
    return open === Number.NEGATIVE_INFINITY ? null : new Date(open);
  }
  throw new Error('Expected a policy with open hours, got one without');
}

/** The longest time in a row, in ms, that an open day has; infinite where messages always may go out. */
export function longestOpenMs(hours: OpenHours): number {
  if (isAlwaysOpen(hours)) return Number.POSITIVE_INFINITY;
  const lengths = openMinutes(hours).map(([open, close]) => close - open);
  return Math.max(0, ...lengths) * MINUTE_MS;
}

/** The spans that are not over at `from`, in order. Endless, unless no day of the week is open. */
function* openSpans(hours: OpenHours, timeZone: string | null, from: Date): Generator<Span> {
  if (isAlwaysOpen(hours)) {
    yield { open: Number.NEGATIVE_INFINITY, close: Number.POSITIVE_INFINITY };
    return;
  }
  if (longestOpenMs(hours) === 0 || hours.days.length === 0) return;
  const zone = knownZone(timeZone) ?? hours.timeZone;
  const minutes = openMinutes(hours);
  for (let day = DateTime.fromJSDate(from, { zone }).startOf('day'); ; day = day.plus({ day: 1 })) {
    if (!hours.days.includes(day.weekday)) continue;
    for (const [opens, closes] of minutes) {
      const span = { open: opening(day, opens), close: closing(day, closes) };
      if (span.open < span.close && span.close > from.getTime()) yield span;
    }
  }
}

function isAlwaysOpen({ quietHours, days }: OpenHours): boolean {
  return quietHours === null && new Set(days).size === 7;
}

/** The open parts of a day, in minutes of the local clock. */
function openMinutes({ quietHours }: OpenHours): [open: number, close: number][] {
  if (quietHours === null) return [[0, DAY_MINUTES]];
  const { from, to } = quietHours;
  if (from > to) return [[to, from]];
  return [
    [0, from],
    [to, DAY_MINUTES],
  ];
}

/**
 * Where the clock is put back, a local time comes twice: it opens by the second and closes by the first, so that neither
 * passing of it falls into quiet hours. Where it is put forward and the time does not come at all, luxon gives the moment
 * that is as much later as the clock was moved: late enough to open, and brought back by as much to close.
 */
function opening(day: DateTime, minutes: number): number {
  return Math.max(...at(day, minutes).map((moment) => moment.toMillis()));
}

function closing(day: DateTime, minutes: number): number {
  if (minutes === DAY_MINUTES) return day.plus({ day: 1 }).startOf('day').toMillis();
  return Math.min(
    ...at(day, minutes).map((moment) => {
      const moved = moment.hour * 60 + moment.minute - minutes;
      return moment.toMillis() - moved * MINUTE_MS;
    }),
  );
}

function at(day: DateTime, minutes: number): DateTime[] {
  return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).getPossibleOffsets();
}

function knownZone(name: string | null): string | null {
  return name !== null && IANAZone.create(name).isValid ? name : null;
}
