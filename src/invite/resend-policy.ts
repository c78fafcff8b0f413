import { afterOpenTime, type OpenHours, openSpanAt } from './open-hours.js';

/** When people who have not activated are written to again, and when they are given up. All spans are in ms. */
export interface ResendPolicy extends OpenHours {
  /** Ascending; slot n, from 1, comes `afterMs[n - 1]` after the invitation. */
  readonly afterMs: readonly number[];
  /** Messages that may be sent again at most. */
  readonly maximum: number;
  /** After the invitation; null where nobody is given up. */
  readonly expireAfterMs: number | null;
  /** Each person is put off by a share of this that is made from the invite's id. */
  readonly spreadMs: number;
  /** Least time between two messages to one person, over all batches and clients. */
  readonly coolDownMs: number;
  /** The vendor blocks resends within it (docs/next-identity.md). */
  readonly resendWindowMs: number;
  /** What becomes of people who had an account already. */
  readonly existing: 'leave' | 'resend';
  /** Whether people are written to again where nothing can tell that they have activated. */
  readonly byTimeAlone: boolean;
  /** Whether first invitations respect the quiet hours and days as well. */
  readonly holdFirst: boolean;
}

/** What the policy needs to know of somebody who has been invited. */
export interface InvitedPerson {
  /** The invite's id. */
  readonly id: number;
  readonly state: 'invited' | 'existing';
  /** For `existing`: when the person was linked. */
  readonly invitedAt: Date;
  /** The last slot that was used or passed over; 0 for none. */
  readonly resendSlot: number;
  /** Messages sent again so far, those included whose answer was lost. */
  readonly resends: number;
  /** The last message that went to the person, or may have, through any client. */
  readonly lastMessageAt: Date | null;
  /** IANA name of the person's own time zone. */
  readonly timeZone: string | null;
}

/** What comes next for a person. It is due when `at` is not after now, and only then. */
export type NextStep =
  | ResendStep
  | { readonly kind: 'expire'; readonly at: Date }
  | { readonly kind: 'none' };

export interface ResendStep {
  readonly kind: 'resend';
  readonly slot: number;
  readonly at: Date;
}

/** How the activations of a client's people are learnt. */
export interface ActivationWays {
  /** Events that Next Identity sends. */
  readonly webhook: boolean;
  /** Asking Next Identity, which needs a direct access client. */
  readonly lookUp: boolean;
  /** Lists that the operator feeds in. */
  readonly list: boolean;
}

/**
 * What comes next for somebody who has been invited, and when: the whole policy. Pure, and `at` never comes earlier when
 * it is asked for later.
 *
 * - A message goes out when its slot has come, the cool-down is over and the hours are open, put off by the person's
 *   share of the spread. What was held back is spread as well.
 * - A slot that is late until the next one comes is passed over: there is one message, for the latest slot.
 * - Nothing is sent from the expiry on. It comes by the calendar, whatever was sent before: quiet hours do not move it.
 */
export function nextStep(policy: ResendPolicy, person: InvitedPerson, now: Date): NextStep {
  if (person.state === 'existing' && policy.existing === 'leave') return { kind: 'none' };
  const resend = nextResend(policy, person, now);
  if (policy.expireAfterMs === null) return resend ?? { kind: 'none' };
  const expiry = new Date(person.invitedAt.getTime() + policy.expireAfterMs);
  const isInTime = resend !== null && resend.at < expiry && now < expiry;
  return isInTime ? resend : { kind: 'expire', at: expiry };
}

/** The next message, were there no expiry; null where all that the policy allows have been sent. */
function nextResend(policy: ResendPolicy, person: InvitedPerson, now: Date): ResendStep | null {
  if (person.resends >= policy.maximum) return null;
  const lastMessageAt = person.lastMessageAt ?? person.invitedAt;
  const coolAt = lastMessageAt.getTime() + Math.max(policy.coolDownMs, policy.resendWindowMs);
  let latest: ResendStep | null = null;
  for (const [index, afterMs] of policy.afterMs.entries()) {
    const slot = index + 1;
    const slotAt = person.invitedAt.getTime() + afterMs;
    if (slot <= person.resendSlot) continue;
    if (latest !== null && slotAt > Math.max(latest.at.getTime(), now.getTime())) break;
    latest = { kind: 'resend', slot, at: spread(policy, person, Math.max(slotAt, coolAt), now) };
  }
  return latest;
}

/**
 * When a message goes out that may from `fromMs` on. One whose time has passed in an earlier span of open hours is late,
 * as many others may be; they are spread anew, within the span of now, lest they be late once more at its end.
 */
function spread(policy: ResendPolicy, person: InvitedPerson, fromMs: number, now: Date): Date {
  const share = shareOf(person.id);
  const at = afterOpenTime(policy, person.timeZone, new Date(fromMs), share * policy.spreadMs);
  const { open, close } = openSpanAt(policy, person.timeZone, now);
  if (at.getTime() >= open) return at;
  return new Date(open + share * Math.min(policy.spreadMs, close - open));
}

/** A share from 0 up to, not including, 1 (Fibonacci hashing: ids in a row, as an import makes them, spread evenly). */
function shareOf(id: number): number {
  return (Math.imul(id, 0x9e3779b9) >>> 0) / 2 ** 32;
}

/**
 * Tells policies apart: two that plan differently have different ones. Short, since it stands beside every invite.
 */
export function fingerprint(policy: ResendPolicy): string {
  const { byTimeAlone: _, holdFirst: __, ...planning } = policy;
  const text = JSON.stringify([RECKONING, ...Object.entries(planning).sort()]);
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36);
}

/** To be raised when the same policy comes to other steps than before, so that what was planned is planned again. */
const RECKONING = 1;
