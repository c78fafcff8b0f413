import { CronExpressionParser } from 'cron-parser';
import { DateTime } from 'luxon';

/** When something is due: a cron line of five fields, by the clock on the wall of an IANA time zone. */
export interface Timetable {
  readonly cron: string;
  readonly timeZone: string;
}

/**
 * The first due time after a moment. A time that the clocks leave out is due once they have been put forward, and one that
 * they show twice is due the first time.
 */
export function nextDue({ cron, timeZone }: Timetable, after: Date): Date {
  const times = timesFrom(cron, wallOf(after, timeZone));
  for (;;) {
    const due = momentOf(times.next().toDate(), timeZone);
    if (due > after) return due;
  }
}

/** The last due time up to a moment. */
export function lastDue({ cron, timeZone }: Timetable, at: Date): Date {
  // The parser's steps back leave out the moment itself.
  const before = timesFrom(cron, new Date(wallOf(at, timeZone).getTime() + 1))
    .prev()
    .toDate();
  const times = timesFrom(cron, before);
  let due = momentOf(before, timeZone);
  // In an hour that comes twice, the clock has been further already than it is now.
  for (;;) {
    const next = momentOf(times.next().toDate(), timeZone);
    if (next > at) return due;
    due = next;
  }
}

/**
 * The parser reckons in UTC, which knows no change of clocks. With a time zone it would leave out a day on which the clocks
 * are put forward at midnight, and give a time that comes twice once forwards and twice backwards.
 */
function timesFrom(cron: string, currentDate: Date) {
  return CronExpressionParser.parse(cron, { currentDate, tz: 'UTC' });
}

/** What the clock on the wall shows, as if that were UTC. */
function wallOf(at: Date, timeZone: string): Date {
  return DateTime.fromJSDate(at, { zone: timeZone })
    .setZone('utc', { keepLocalTime: true })
    .toJSDate();
}

/** When the clock on the wall first shows a time, or has been put forward past it. It never goes back as `wall` goes on. */
function momentOf(wall: Date, timeZone: string): Date {
  const local = DateTime.fromJSDate(wall, { zone: 'utc' }).setZone(timeZone, {
    keepLocalTime: true,
  });
  const isShown = wallOf(local.toJSDate(), timeZone).getTime() === wall.getTime();
  if (!isShown) return endOfGap(local).toJSDate();
  return new Date(Math.min(...local.getPossibleOffsets().map((moment) => moment.toMillis())));
}

/** The first minute with the offset of `after`, which is at most the length of the gap later. */
function endOfGap(after: DateTime): DateTime {
  let first = after.startOf('minute');
  for (;;) {
    const before = first.minus({ minutes: 1 });
    if (before.offset !== after.offset) return first;
    first = before;
  }
}
