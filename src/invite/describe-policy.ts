import { Duration } from 'luxon';
import type { OpenHours } from './open-hours.js';
import type { ActivationWays, ResendPolicy } from './resend-policy.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const DAY_MS = 86_400_000;
const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** The policy of a client in sentences that a person can check; the last one tells how activations are learnt. */
export function describePolicy(policy: ResendPolicy | null, ways: ActivationWays): string[] {
  if (policy === null) {
    return [
      'Nobody is written to again and nobody is given up: the configuration has no `resend` for this client.',
      isKnown(ways) ? describeWays(ways) : 'Nothing tells who has activated.',
    ];
  }
  const { maximum, coolDownMs, resendWindowMs, expireAfterMs, existing, holdFirst } = policy;
  return [
    `Written to again ${describeAfter(policy)} after the invitation, at most ${times(maximum)}.`,
    `Messages go out ${describeHours(policy)}${describeSpread(policy)}.`,
    `Nobody is written to twice within ${inWords(Math.max(coolDownMs, resendWindowMs))}, over all batches and clients.`,
    expireAfterMs === null
      ? 'Nobody is given up.'
      : `Who has not activated ${inWords(expireAfterMs)} after the invitation is given up.`,
    existing === 'leave'
      ? 'People who had an account already are left alone.'
      : 'People who had an account already are written to like everybody else.',
    holdFirst
      ? 'First invitations wait for the same hours and days.'
      : 'First invitations go out at any hour.',
    policy.byTimeAlone && !isKnown(ways)
      ? 'Nothing tells who has activated: people are written to by time alone, also those who have.'
      : describeWays(ways),
  ];
}

/** How it is learnt who has activated; where it is not, what follows from that and what can be done. */
export function describeWays(ways: ActivationWays): string {
  if (!isKnown(ways)) {
    return 'Nothing tells who has activated, so nobody is written to again or given up. Configure webhooks, a direct access client or lists; or let the policy go by time alone (`resend.byTimeAlone`).';
  }
  const names = [
    ...(ways.webhook ? ['webhooks'] : []),
    ...(ways.lookUp ? ['look-ups'] : []),
    ...(ways.list ? ['lists'] : []),
  ];
  return `Who has activated is learnt by ${list.format(names)}.`;
}

function isKnown({ webhook, lookUp, list: isListed }: ActivationWays): boolean {
  return webhook || lookUp || isListed;
}

/** `3, 7 and 14 days`, or each with its own unit where they are not whole days. */
function describeAfter({ afterMs }: ResendPolicy): string {
  const last = Math.max(...afterMs);
  if (last === DAY_MS || afterMs.some((ms) => ms % DAY_MS !== 0)) {
    return list.format(afterMs.map(inWords));
  }
  return `${list.format(afterMs.map((ms) => String(ms / DAY_MS)))} days`;
}

function times(maximum: number): string {
  return ['once', 'twice'][maximum - 1] ?? `${maximum} times`;
}

function describeHours({ quietHours, days, timeZone }: OpenHours): string {
  const onDays = describeDays(days);
  if (quietHours === null && days.length === WEEKDAYS.length) return 'at any hour of any day';
  const zone = `${timeZone}, or the person's own time zone`;
  if (quietHours === null) return `${onDays} at any hour (${zone})`;
  const { from, to } = quietHours;
  return from > to
    ? `${onDays} from ${clock(to)} to ${clock(from)} (${zone})`
    : `${onDays} but for ${clock(from)} to ${clock(to)} (${zone})`;
}

/** `Monday to Friday`, `every day`, or the days one by one where they are not three or more in a row. */
function describeDays(days: readonly number[]): string {
  if (days.length === WEEKDAYS.length) return 'every day';
  const names = days.map((day) => WEEKDAYS[day - 1] ?? '');
  const areInRow = days.every((day, index) => day === (days[0] ?? 0) + index);
  return areInRow && days.length > 2
    ? `${names[0]} to ${names.at(-1)}`
    : `on ${list.format(names)}`;
}

function describeSpread({ spreadMs }: ResendPolicy): string {
  return spreadMs === 0 ? '' : `, spread over ${inWords(spreadMs)}`;
}

function clock(minutes: number): string {
  return Duration.fromObject({ minutes }).toFormat('hh:mm');
}

/** A span as people say it, in whole units: `3 days`, `1 day, 12 hours`. */
function inWords(ms: number): string {
  const span = Duration.fromMillis(ms, { locale: 'en-GB' });
  return span.shiftTo('days', 'hours', 'minutes', 'seconds').removeZeros().toHuman();
}
