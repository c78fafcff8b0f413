import { z } from 'zod';
import type { ResendPolicy } from '../invite/resend-policy.js';
import { durationSchema, writeDuration } from './duration.js';
import { timeZone } from './time-zone.js';

/** In the order of their ISO numbers, from 1. */
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const CLOCK = 'Expected a time of day like "20:00"';
const timeOfDay = z
  .string({ error: CLOCK })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: CLOCK, abort: true })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const choice = z.boolean({ error: 'Expected true or false' }).default(false);

const fields = z.strictObject({
  after: z
    .array(durationSchema)
    .min(1, 'Expected at least one span, like ["3d", "7d", "14d"]')
    .max(20, 'Expected at most 20 spans')
    .describe('When people are written to again, each counted from the invitation.'),
  maximum: z
    .int('Expected a whole number from 1 up')
    .min(1, 'Expected a whole number from 1 up')
    .optional()
    .describe('Messages that may be sent again at most. Default: as many as `after` has.'),
  expireAfter: durationSchema
    .nullable()
    .prefault('30d')
    .describe('When people are given up, counted from the invitation; null for never.'),
  quietHours: z
    .strictObject({ from: timeOfDay, to: timeOfDay })
    .refine(({ from, to }) => from !== to, {
      error: 'These are either no hours or the whole day. Expected two times that differ, or null',
    })
    .nullable()
    .prefault({ from: '20:00', to: '08:00' })
    .describe('Nobody is written to between these times of the local day; null for none.'),
  days: z
    .array(z.enum(WEEKDAYS, { error: `Expected days out of ${WEEKDAYS.join(', ')}` }))
    .min(1, 'Expected at least one day, like ["mon", "tue"]')
    .default(['mon', 'tue', 'wed', 'thu', 'fri'])
    .describe('Days of the week on which messages go out.'),
  timeZone: timeZone.describe(
    'Time zone of hours and days, where the roster has none for a person.',
  ),
  spread: durationSchema
    .prefault('2h')
    .describe('Messages that come due together are spread over this span.'),
  coolDown: durationSchema
    .prefault('24h')
    .describe('Least time between two messages to one person, over all batches and clients.'),
  resendWindow: durationSchema
    .prefault('10m')
    .describe('Next Identity blocks a message that follows the last one within this span.'),
  existing: z
    .enum(['leave', 'resend'], { error: 'Expected "leave" or "resend"' })
    .default('leave')
    .describe('What becomes of people who had an account already.'),
  byTimeAlone: choice.describe(
    'Whether people are written to again where nothing can tell who has activated.',
  ),
  holdFirst: choice.describe('Whether first invitations respect quiet hours and days as well.'),
});

/** What a client of `rollcall.config.json` may say under `resend`, read into a policy that is sound. */
export const resendSchema = fields.transform(policyOf).superRefine((policy, context) => {
  for (const [path, message] of contradictions(policy)) {
    context.addIssue({ code: 'custom', path: [path], message });
  }
});

function policyOf(given: z.output<typeof fields>): ResendPolicy {
  const { after, days, expireAfter, spread, coolDown, resendWindow, ...same } = given;
  return {
    ...same,
    afterMs: after,
    maximum: given.maximum ?? after.length,
    expireAfterMs: expireAfter,
    days: [...new Set(days)].map((day) => WEEKDAYS.indexOf(day) + 1).sort(),
    spreadMs: spread,
    coolDownMs: coolDown,
    resendWindowMs: resendWindow,
  };
}

/** Where the parts of a policy do not go together, by the setting to change. */
function* contradictions(policy: ResendPolicy): Generator<[setting: string, sentence: string]> {
  const { afterMs, maximum, expireAfterMs, spreadMs, coolDownMs, resendWindowMs } = policy;
  const gapMs = Math.min(...afterMs.map((ms, index) => ms - (afterMs[index - 1] ?? 0)));
  if (gapMs <= 0) {
    yield ['after', 'Expected spans that grow from one to the next, like ["3d", "7d", "14d"]'];
    return;
  }
  if (maximum > afterMs.length) {
    yield ['maximum', `${maximum} is more than \`after\` has. Add to that, or leave this out`];
  }
  const gap = writeDuration(gapMs);
  const close = `Two messages of \`after\`, or the invitation and the first, are only ${gap} apart`;
  if (coolDownMs > gapMs) {
    yield ['coolDown', `${close}: one would be left out. Expected at most ${gap}`];
  }
  if (resendWindowMs > gapMs) {
    yield ['resendWindow', `${close}: Next Identity would block one. Space them further`];
  }
  if (spreadMs >= gapMs) yield ['spread', `${close}. Expected less than that`];
  const lastMs = Math.max(...afterMs) + spreadMs;
  if (expireAfterMs !== null && expireAfterMs <= lastMs) {
    const last = writeDuration(lastMs);
    yield [
      'expireAfter',
      `With the spread, the last message comes up to ${last} after the invitation. Expected more than that, or null for never`,
    ];
  }
}
