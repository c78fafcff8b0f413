import { z } from 'zod';
import { RollcallError } from '../observe/rollcall-error.js';

const MS_PER = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const;

export const rateLimitSchema = z.strictObject({
  /** How many calls the bucket is refilled with in each interval. */
  calls: z.number().positive(),
  /** The interval: a word, or milliseconds. */
  per: z.union([z.enum(['second', 'minute', 'hour']), z.number().positive()]),
  /** The size of the bucket, in calls. Without it, as many as `calls`. */
  burst: z.number().int().min(1).optional(),
});

/** What one client id may call: `{ calls: 600, per: 'minute', burst: 10 }`. */
export type RateLimit = z.infer<typeof rateLimitSchema>;

/** The interval of a limit in milliseconds. */
export function intervalMs(limit: RateLimit): number {
  return typeof limit.per === 'number' ? limit.per : MS_PER[limit.per];
}

const settingsSchema = z.strictObject({
  /**
   * What a pre-registration of somebody who is there already answers. The vendor's pages disagree: `linked` is
   * 200 with the uuid (unify-journeys-api-pre-register), `in-use` is 422 (response-codes-preregister).
   */
  existingUser: z.enum(['linked', 'in-use']),
  /** The vendor's sample of the answer has a space after the uuid (unify-journeys-api-pre-register). */
  uuidTrailingSpace: z.boolean(),
  /** The status for missing or wrong Basic authorization. Assumption: 400, as response-code-users-find has it. */
  refusedAuthorization: z.union([z.literal(400), z.literal(401), z.literal(403)]),
  /** How long an answer takes, in ms: evenly spread from `min` to `max`. */
  latencyMs: z
    .strictObject({ min: z.number().min(0), max: z.number().min(0) })
    .refine(({ min, max }) => min <= max, { error: 'expected `min` to be at most `max`' }),
  /** The limit of every client that has none of its own. `null` is no limit. */
  rateLimit: rateLimitSchema.nullable(),
  /** How a 429 says when to come again. What Next Identity does is not documented. */
  retryAfter: z.enum(['seconds', 'date', 'none']),
});

/** The sandbox's switches; all may be changed while it runs. */
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
  existingUser: 'linked',
  uuidTrailingSpace: false,
  refusedAuthorization: 400,
  latencyMs: { min: 0, max: 0 },
  rateLimit: null,
  retryAfter: 'seconds',
};

const partialSchema = settingsSchema.partial();

/**
 * The settings after a change; what the change does not name stays as it is.
 *
 * @throws RollcallError `SANDBOX_SETTINGS_INVALID`, naming every setting that is wrong
 */
export function changeSettings(current: Settings, change: unknown): Settings {
  const { success, data, error } = partialSchema.safeParse(change);
  if (!success) {
    throw new RollcallError(
      'SANDBOX_SETTINGS_INVALID',
      `Expected sandbox settings (${Object.keys(DEFAULT_SETTINGS).join(', ')}), but: ${complaints(error)}`,
    );
  }
  const given = Object.entries(data).filter(([, value]) => value !== undefined);
  return { ...current, ...Object.fromEntries(given) };
}

/** What zod found wrong, in one line: `rateLimit.calls: Too small: expected number to be >0; …`. */
export function complaints(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
    .join('; ');
}
