/** What the policy of the month says, in numbers that the checks count with on their own. */
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** A Monday at 10:17 in Berlin; the clocks go forward there on the 28th. The ledger can only be driven ahead. */
export const START = Date.UTC(2027, 2, 1, 9, 17);

export const POLICY = {
  after: ['3d', '7d', '14d'],
  expireAfter: '28d',
  quietHours: { from: '20:00', to: '08:00' },
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  timeZone: 'Europe/Berlin',
  spread: '2h',
  coolDown: '24h',
};
export const AFTER_MS = [3, 7, 14].map((days) => days * DAY_MS);
export const SPREAD_MS = 2 * HOUR_MS;
export const EXPIRES_AFTER_MS = 28 * DAY_MS;
/** By then everybody has come to an end. */
export const END = START + EXPIRES_AFTER_MS + DAY_MS;

const inBerlin = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  weekday: 'short',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** Hours and days are asked for millions of times, and change on a quarter of an hour in Berlin. */
const QUARTER_MS = HOUR_MS / 4;
const known = new Map<number, boolean>();

/** Whether people may be written to then: Monday to Friday from 8 to 20 in Berlin. */
export function isOpen(at: number): boolean {
  const quarter = Math.floor(at / QUARTER_MS);
  const open = known.get(quarter) ?? reckonOpen(quarter * QUARTER_MS);
  known.set(quarter, open);
  return open;
}

function reckonOpen(at: number): boolean {
  const parts = inBerlin.formatToParts(at).map(({ type, value }) => [type, value]);
  const { hour, weekday = '' } = Object.fromEntries(parts);
  return !['Sat', 'Sun'].includes(weekday) && Number(hour) >= 8 && Number(hour) < 20;
}

/** How much of the span people may be written to in, in ms, counted in quarters of an hour. */
export function openBetween(from: number, to: number): number {
  let open = 0;
  for (let at = from; at < to; at += QUARTER_MS) if (isOpen(at)) open += QUARTER_MS;
  return open;
}
