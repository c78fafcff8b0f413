import { z } from 'zod';
import { syncSettings } from '../sync/settings.js';
import { activationSchema } from './activation-config.js';
import { httpsUrl } from './https-url.js';
import { importSettings } from './import-settings.js';
import { configuredQuestionsSchema } from './open-questions.js';
import { allowPrivateAddresses, mayLeadTo, PRIVATE_ADDRESS } from './private-address.js';
import { parseRateLimit } from './rate-limit.js';
import { resendSchema } from './resend-config.js';
import { rosterSettings } from './roster-settings.js';
import { secretReference } from './secret-reference.js';

const baseUrl = httpsUrl.describe(
  'Base URL of the Next Identity environment, https except on this machine.',
);

const rateLimit = z
  .string()
  .refine((text) => parseRateLimit(text) !== null, {
    error: 'Expected a limit like "600 per minute", "10 per second" or "100 per hour"',
  })
  .describe('The rate limit that Next Identity set for this client id, e.g. "600 per minute".');

export const clientFields = {
  baseUrl,
  clientId: z.string().min(1).describe('Client id of the Next Identity client.'),
  redirectUri: z
    .url({ error: 'Expected a URL' })
    .describe('Where people land after activation; one that the client allows.'),
  authType: z
    .enum(['email', 'sms'], { error: 'Expected "email" or "sms"' })
    .default('email')
    .describe('How people are invited, and so what identifies them.'),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Z]{2}|\d{3}))?$/, 'Expected a locale like "en-US"')
    .optional()
    .describe('Language of the message where the row names none.'),
  rateLimit: rateLimit.optional(),
  pace: z
    .string()
    .refine((text) => parseRateLimit(text) !== null, {
      error: 'Expected a pace like "50 per second" or "600 per minute"',
    })
    .optional()
    .describe('A pace to keep, instead of one that adapts itself to what the server refuses.'),
  burst: z.coerce
    .number({ error: 'Expected a whole number from 1 up' })
    .int('Expected a whole number from 1 up')
    .min(1, 'Expected a whole number from 1 up')
    .optional()
    .describe('Calls that Next Identity takes at once after a quiet time.'),
  capacity: z.coerce
    .number({ error: 'Expected a number above 0, at most 1' })
    .gt(0, 'Expected a number above 0, at most 1')
    .max(1, 'Expected a number above 0, at most 1')
    .optional()
    .describe('Share of the limit that Rollcall may use; the rest is left for live logins.'),
};

/** Further down in the client, where "beside it" would mislead. */
const PRIVATE_ADDRESS_OF_CLIENT = PRIVATE_ADDRESS.replace('beside it', 'of the client');

/** Names go into queue names and command lines, so they stay plain. */
const plainName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Expected a name of a-z, 0-9 and "-", like "germany"');

/** Where a run may be named, a number is one. */
const SYNC_NAME = 'Expected a name of a-z, 0-9 and "-" with a letter in it, like "hr-nightly"';
export const syncName = plainName.refine((name) => /[a-z]/.test(name), SYNC_NAME);

/** What `rollcall.config.json` may hold; the published JSON schema is made from it. */
export const configFileSchema = z.strictObject({
  $schema: z.string().optional(),
  clients: z
    .record(
      plainName,
      z
        .strictObject({
          ...clientFields,
          allowPrivateAddresses,
          clientSecret: secretReference,
          directAccess: z
            .strictObject({ clientId: clientFields.clientId, clientSecret: secretReference })
            .optional()
            .describe('A direct access client of the same environment, for looking people up.'),
          openQuestions: configuredQuestionsSchema
            .prefault({})
            .describe("What the vendor's pages leave open; docs/next-identity.md explains each."),
          resend: resendSchema
            .optional()
            .describe(
              'When people are written to again; docs/resends.md explains. Default: never.',
            ),
          activation: activationSchema
            .prefault({})
            .describe('How it is learnt who has activated, beside the direct access client.'),
          roster: rosterSettings.prefault({}),
        })
        .refine((client) => mayLeadTo(client.baseUrl, client.allowPrivateAddresses), {
          error: PRIVATE_ADDRESS,
          path: ['baseUrl'],
        })
        .refine(
          ({ activation, allowPrivateAddresses: isAllowed }) => {
            const { jwksUri } = activation.webhook ?? {};
            return jwksUri === undefined || mayLeadTo(jwksUri, isAllowed);
          },
          { error: PRIVATE_ADDRESS_OF_CLIENT, path: ['activation', 'webhook', 'jwksUri'] },
        ),
    )
    .describe('The Next Identity clients, by the name that commands use for them.'),
  syncs: z
    .record(syncName, syncSettings)
    .prefault({})
    .describe('Exports that are compared with what was known, by the name that commands use.'),
  import: importSettings,
});

const positive = (what: string) => z.coerce.number({ error: what }).int(what).min(1, what);

/** Settings of the process itself, from the environment. */
export const processFields = {
  ROLLCALL_HOME: z.string().min(1).default('.rollcall'),
  ROLLCALL_CONFIG: z.string().min(1).default('rollcall.config.json'),
  ROLLCALL_CONCURRENCY: positive('Expected a whole number from 1 up').default(50),
  ROLLCALL_QUEUE_WINDOW: positive('Expected a whole number from 1 up').default(10_000),
  ROLLCALL_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'Expected trace, debug, info, warn, error or silent',
    })
    .optional(),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'Expected a URL like postgres://user@host/database',
    })
    .optional(),
  REDIS_URL: z
    .string()
    .regex(
      /^(rediss?|redis\+sentinel|rediss\+sentinel|redis\+cluster|rediss\+cluster):\/\/\S+$/,
      'Expected a URL like redis://host:6379, redis+sentinel://host:26379,host:26379/mymaster or redis+cluster://host:6379,host:6379',
    )
    .optional(),
};
