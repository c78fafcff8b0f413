import { z } from 'zod';
import { httpsUrl } from '../../config/https-url.js';
import { isLoopback } from '../../config/loopback.js';
import { allowPrivateAddresses, mayLeadTo, PRIVATE_ADDRESS } from '../../config/private-address.js';
import { secretReference } from '../../config/secret-reference.js';

const on = z
  .enum(['every-run', 'changes', 'trouble'], {
    error: 'Expected "every-run", "changes" or "trouble"',
  })
  .default('trouble')
  .describe(
    'Which runs are told: all; those that are held, wait for another, fail, find no new export for too long, or change anything; or these without the last.',
  );

const address = z.email({ error: 'Expected an e-mail address, like it@acme.example' });

const email = z
  .strictObject({
    kind: z.literal('email'),
    on,
    host: z.string().min(1).describe('The mail server that takes the messages.'),
    port: z.int().min(1).max(65_535).optional().describe('Default: 587; 465 with implicit TLS.'),
    tls: z
      .enum(['starttls', 'implicit', 'none'], {
        error: 'Expected "starttls", "implicit" or, on this machine, "none"',
      })
      .optional()
      .describe('Default: `starttls`, without which nothing is sent; `none` on this machine.'),
    user: z.string().min(1).optional().describe('Account at the mail server, if it wants one.'),
    password: secretReference.optional(),
    from: address,
    to: z.array(address).min(1, 'Expected at least one address').max(20, 'Expected at most 20'),
    personalData: z
      .boolean({ error: 'Expected true or false' })
      .default(false)
      .describe('Whether the CSV of the differences is attached, with names and addresses.'),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: 'Expected both user and password, or neither',
    path: ['password'],
  })
  .refine(({ tls, host }) => tls !== 'none' || isLoopback(host), {
    error: 'Expected "starttls" or "implicit": without TLS only on this machine',
    path: ['tls'],
  })
  .transform(({ tls, port, user, password, ...same }) => {
    const chosen = tls ?? (isLoopback(same.host) ? 'none' : 'starttls');
    return {
      ...same,
      tls: chosen,
      port: port ?? (chosen === 'implicit' ? 465 : 587),
      account: user === undefined || password === undefined ? null : { user, password },
    };
  });

/** The client that makes the calls takes none from a URL, and they would stand in the open. */
export const postUrl = httpsUrl.refine(
  (text) => new URL(text).username === '' && new URL(text).password === '',
  { error: 'Expected a URL without user and password' },
);

const privateUrl = { error: PRIVATE_ADDRESS, path: ['url'] };

const webhook = z
  .strictObject({
    kind: z.literal('webhook'),
    on,
    url: postUrl,
    allowPrivateAddresses,
    secret: secretReference.describe(
      'Where the signing secret is: whsec_ and 24 to 64 random bytes in base64.',
    ),
  })
  .refine((target) => mayLeadTo(target.url, target.allowPrivateAddresses), privateUrl);

const chat = z
  .strictObject({
    kind: z.literal('chat'),
    on,
    url: z
      .union([postUrl, secretReference], {
        error:
          'Expected an https:// URL, or {"env": …} or {"file": …} where it is as good as a password',
      })
      .describe('Takes {"text": …}. Most chat services give out URLs that are to be kept secret.'),
    allowPrivateAddresses,
  })
  .refine(
    ({ url, ...chat }) => typeof url !== 'string' || mayLeadTo(url, chat.allowPrivateAddresses),
    privateUrl,
  );

/** Who is told of the runs of a sync, and of which. */
export const notifySettings = z
  .array(
    z.discriminatedUnion('kind', [email, webhook, chat], {
      error: 'Expected "kind" to be "email", "webhook" or "chat"',
    }),
  )
  .max(10, 'Expected at most 10');

export type NotifyTarget = z.output<typeof notifySettings>[number];
export type EmailTarget = Extract<NotifyTarget, { kind: 'email' }>;
export type WebhookTarget = Extract<NotifyTarget, { kind: 'webhook' }>;
export type ChatTarget = Extract<NotifyTarget, { kind: 'chat' }>;
