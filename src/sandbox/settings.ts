import { z } from 'zod';
import { RollcallError } from '../observe/rollcall-error.js';
import { EVENT_TYPES, webhookTypesSchema } from './webhooks/event-types.js';

const MS_PER = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const;

export const rateLimitSchema = z.strictObject({
  /** How many calls the bucket is refilled with in each interval. */
  calls: z.number().positive().max(10_000_000),
  /** The interval: a word, or milliseconds. */
  per: z.union([z.enum(['second', 'minute', 'hour']), z.number().positive()]),
  /** The size of the bucket, in calls. Without it, as many as `calls`. Windows have none. */
  burst: z.number().int().min(1).optional(),
  /**
   * How calls are counted. A token bucket is what rate-limiting-overview describes and the default; the windows are
   * there to see how a sender fares with a tenant that is configured otherwise.
   */
  kind: z.enum(['token-bucket', 'fixed-window', 'sliding-window']).optional(),
});

/** What one client id may call: `{ calls: 600, per: 'minute', burst: 10 }`. */
export type RateLimit = z.infer<typeof rateLimitSchema>;

/** The interval of a limit in milliseconds. */
export function intervalMs(limit: RateLimit): number {
  return typeof limit.per === 'number' ? limit.per : MS_PER[limit.per];
}

const rangeSchema = z
  .strictObject({ min: z.number().min(0), max: z.number().min(0) })
  .refine(({ min, max }) => min <= max, { error: 'expected `min` to be at most `max`' });

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
  latencyMs: rangeSchema,
  /** The limit of every client that has none of its own. `null` is no limit. */
  rateLimit: rateLimitSchema.nullable(),
  /** How a 429 says when to come again. What Next Identity does is not documented. */
  retryAfter: z.enum(['seconds', 'date', 'none']),
  /** Whether `resend` of somebody who has activated sends a message. Not documented. */
  resendToActivated: z.boolean(),
  /**
   * Repeated requests for an e-mail within `ms` are blocked (docs page journeys-resend-verification); its length and
   * what it answers are not documented. With `preRegister`, `resend` of pre-register is blocked likewise. `null` is
   * no window.
   */
  resendWindow: z
    .strictObject({
      ms: z.number().positive(),
      answer: z.union([z.literal(200), z.literal(422), z.literal(429)]).default(429),
      preRegister: z.boolean().default(false),
    })
    .nullable(),
  /** What resend-verification sends: unify-journeys-api-resend-verification has both and does not say when. */
  verification: z.enum(['link', 'pin']),
  /**
   * More than `calls` of `/idp/v1/account/token` for one user within `perMs` are answered 429, and the user is
   * blocked for `blockMs` (response-codes-token: 5 in a minute, 5 minutes). `null` is no such limit.
   */
  tokenLimit: z
    .strictObject({
      calls: z.number().int().min(1),
      perMs: z.number().positive(),
      blockMs: z.number().positive(),
    })
    .nullable(),
  /** How long an activation link opens its screens, in ms. Not documented; `null` is for ever. */
  linkLifetimeMs: z.number().positive().nullable(),
  /** Whether a new message makes the links of older ones expire. Not documented. */
  onlyNewestLink: z.boolean(),
  /** How long a code can be exchanged, in ms. Not documented. */
  codeLifetimeMs: z.number().positive(),
  /** How long a PIN can be exchanged, in ms. Not documented. */
  pinLifetimeMs: z.number().positive(),
  /** How long an access token is accepted, in ms. Not documented. */
  accessTokenLifetimeMs: z.number().positive(),
  /** What users/find shows of an activated person in `emailVerified` or `mobileNumberVerified`. Not documented. */
  verifiedAs: z.enum(['timestamp', 'boolean']),
  /** What users/find answers: only `results[]` is known; its store's own form has `stat` and `result_count` too. */
  findAnswer: z.enum(['results', 'with-count']),
  /**
   * Which part of the people activates after each message, and how long after it in ms, evenly spread. `null` leaves
   * it to the screens and to `POST /sandbox/activations`.
   */
  activation: z.strictObject({ share: z.number().min(0).max(1), afterMs: rangeSchema }).nullable(),
  /** The key of each webhook event; see EVENT_TYPES. */
  webhookTypes: webhookTypesSchema,
  /** Not documented; the vendor's integration reads the body as plain text. */
  webhookContentType: z.string().regex(/^[\w.+-]+\/[\w.+-]+(; *[\w=-]+)?$/),
  /** The waits before retries of webhooks are divided by it; the time-out of 5 s is not. */
  webhookSpeed: z.number().min(0.01),
});

/** The sandbox's switches; all may be changed while it runs. */
export type Settings = z.output<typeof settingsSchema>;
/** The same as they are given, where what has a default may be left out. */
export type SettingsInput = z.input<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
  existingUser: 'linked',
  uuidTrailingSpace: false,
  refusedAuthorization: 400,
  latencyMs: { min: 0, max: 0 },
  rateLimit: null,
  retryAfter: 'seconds',
  resendToActivated: true,
  resendWindow: null,
  verification: 'link',
  tokenLimit: { calls: 5, perMs: 60_000, blockMs: 300_000 },
  linkLifetimeMs: 7 * 24 * 3_600_000,
  onlyNewestLink: false,
  codeLifetimeMs: 600_000,
  pinLifetimeMs: 900_000,
  accessTokenLifetimeMs: 3_600_000,
  verifiedAs: 'timestamp',
  findAnswer: 'results',
  activation: null,
  webhookTypes: EVENT_TYPES,
  webhookContentType: 'text/plain',
  webhookSpeed: 1,
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
