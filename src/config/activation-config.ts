import { z } from 'zod';
import type { ActivationConfig } from './client-config.js';
import { durationSchema } from './duration.js';
import { httpsUrl } from './https-url.js';

/**
 * No page of the vendor names an event for an activation. Who registers or signs in has activated, so these two tell of
 * it; the vendor's own integration reads both (docs/next-identity.md).
 */
const ACTIVATION_EVENTS = ['account/v1/register', 'account/v1/userAuthenticationAction'];

/** What a client of `rollcall.config.json` may say under `activation`. */
export const activationSchema = z.strictObject({
  webhook: z
    .strictObject({
      audience: z
        .url({ error: 'Expected the URL that Next Identity sends the events to' })
        .describe('URL that Next Identity sends the events to, exactly as it is set up there.'),
      issuer: z
        .string()
        .min(1)
        .optional()
        .describe('Issuer of the events. Default: the base URL, with a slash at its end.'),
      jwksUri: httpsUrl
        .optional()
        .describe('The key set of the tenant. Default: /.well-known/jwks.json of the base URL.'),
      events: z
        .array(z.string().min(1))
        .min(1, 'Expected at least one type of event')
        .default(ACTIVATION_EVENTS)
        .describe('Types of event that tell of an activation; docs/resends.md explains.'),
      maxAge: durationSchema
        .prefault('1h')
        .describe(
          'Events older than this are refused. Next Identity repeats for about 25 minutes.',
        ),
    })
    .optional()
    .describe('Events of Next Identity, taken in by: rollcall serve.'),
  list: z
    .boolean({ error: 'Expected true or false' })
    .default(false)
    .describe('Whether lists of people who have activated are fed in by: rollcall activated.'),
});

/** Fills in what follows from the tenant's base URL. */
export function activationOf(
  { webhook, list }: z.output<typeof activationSchema>,
  baseUrl: string,
): ActivationConfig {
  if (webhook === undefined) return { webhook: null, list };
  const { audience, events, maxAge: maxAgeMs } = webhook;
  const base = baseUrl.replace(/\/+$/, '');
  const issuer = webhook.issuer ?? `${base}/`;
  const jwksUri = webhook.jwksUri ?? `${base}/.well-known/jwks.json`;
  return { webhook: { audience, issuer, jwksUri, events, maxAgeMs }, list };
}
