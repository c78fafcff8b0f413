import { allowedFrom } from './open-hours.js';
import type { ResendPolicy } from './resend-policy.js';

/** What a message need not respect that an operator asks for. The ledger keeps these names. */
export const OVERRIDES = ['cool-down', 'suppression', 'quiet-hours'] as const;
export type Override = (typeof OVERRIDES)[number];

/** Least time between two messages to one person where no policy names one, in ms. */
const COOL_DOWN_MS = 24 * 3_600_000;
/** Next Identity's own window where no policy names it, in ms (docs/next-identity.md). */
const RESEND_WINDOW_MS = 10 * 60_000;

/** The least time between the last message to a person and one that is sent by hand, in ms. The vendor's window always counts. */
export function handCoolDownMs(
  policy: ResendPolicy | null,
  overrides: readonly Override[],
): number {
  const windowMs = policy?.resendWindowMs ?? RESEND_WINDOW_MS;
  if (overrides.includes('cool-down')) return windowMs;
  return Math.max(windowMs, policy?.coolDownMs ?? COOL_DOWN_MS);
}

/** When a message may go out that was asked for by hand, from `now` on. */
export function handAllowedFrom(
  policy: ResendPolicy | null,
  overrides: readonly Override[],
  { lastMessageAt, timeZone }: { lastMessageAt: Date | null; timeZone: string | null },
  now: Date,
): Date {
  const coolAt = (lastMessageAt?.getTime() ?? 0) + handCoolDownMs(policy, overrides);
  const from = new Date(Math.max(now.getTime(), coolAt));
  if (policy === null || overrides.includes('quiet-hours')) return from;
  return allowedFrom(policy, timeZone, from);
}
