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
export interface OpenSpan {
  readonly open: number;
  readonly close: number;
}

const DAY_MINUTES = 1_440;
const MINUTE_MS = 60_000;
const DAY_MS = DAY_MINUTES * MINUTE_MS;

const ALWAYS: OpenSpan = { open: Number.NEGATIVE_INFINITY, close: Number.POSITIVE_INFINITY };

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
  let leftMs = byMs;
  let at = from.getTime();
  for (;;) {
    const { open, close } = openSpanAt(hours, timeZone, new Date(at));
    const start = Math.max(at, open);
    if (start + leftMs < close) return new Date(start + leftMs);
    leftMs -= close - start;
    at = close;
  }
}

/** The span in which messages may go out at `now`, else the next one. A day ends one, though it may go on at once. */
export function openSpanAt(hours: OpenHours, timeZone: string | null, now: Date): OpenSpan {
  if (hours.quietHours === null && new Set(hours.days).size === 7) return ALWAYS;
  if (hours.days.length === 0) throw new RangeError('Expected hours with an open day, got none');
  const zone = timeZone !== null && IANAZone.create(timeZone).isValid ? timeZone : hours.timeZone;
  // Nowhere is it later or earlier than in UTC by more than a day.
  for (let day = Math.floor(now.getTime() / DAY_MS) - 1; ; day += 1) {
    const span = spansOfDay(hours, zone, day).find(({ close }) => close > now.getTime());
    if (span !== undefined) return span;
  }
}

/** People come in thousands, and their days are the same few: each is reckoned once for each policy. */
const reckoned = new WeakMap<OpenHours, Map<string, readonly OpenSpan[]>>();

/** @param day days since 1970-01-01, on the calendar of the zone */
function spansOfDay(hours: OpenHours, zone: string, day: number): readonly OpenSpan[] {
  const known = reckoned.get(hours) ?? new Map<string, readonly OpenSpan[]>();
  reckoned.set(hours, known);
  const key = `${zone} ${day}`;
  const spans = known.get(key) ?? reckonSpans(hours, zone, day);
  known.set(key, spans);
  return spans;
}

function reckonSpans(hours: OpenHours, zone: string, day: number): OpenSpan[] {
  const date = DateTime.fromMillis(day * DAY_MS, { zone: 'utc' });
  if (!hours.days.includes(date.weekday)) return [];
  const local = date.setZone(zone, { keepLocalTime: true });
  return openMinutes(hours)
    .map(([opens, closes]) => ({ open: opening(local, opens), close: closing(local, closes) }))
    .filter(({ open, close }) => open < close);
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
  return Math.max(...momentsAt(day, minutes).map((moment) => moment.toMillis()));
}

function closing(day: DateTime, minutes: number): number {
  if (minutes === DAY_MINUTES) return day.plus({ day: 1 }).startOf('day').toMillis();
  return Math.min(
    ...momentsAt(day, minutes).map((moment) => {
      const moved = moment.hour * 60 + moment.minute - minutes;
      return moment.toMillis() - moved * MINUTE_MS;
    }),
  );
}

function momentsAt(day: DateTime, minutes: number): DateTime[] {
  return day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).getPossibleOffsets();
}
