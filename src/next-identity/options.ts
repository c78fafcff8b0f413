import { z } from 'zod';
import {
  type OpenQuestionOptions,
  type OpenQuestions,
  openQuestionsSchema,
} from '../config/open-questions.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { type BaseUrl, parseBaseUrl } from './base-url.js';

/** How a person is addressed: `email`, or `sms` for a mobile number. Source: docs-prereg, resend-verification pages. */
export type AuthType = 'email' | 'sms';

/** What a client is made of. Times are in milliseconds. */
export interface NextIdentityOptions extends OpenQuestionOptions {
  /** The tenant's own domain. https, or loopback. */
  baseUrl: string;
  /** Whether that domain may lead to a private address, which otherwise no connection is made to. Default false; loopback may be named always. */
  allowPrivateAddresses?: boolean | undefined;
  clientId: string;
  /** Sent as Basic authorization, server to server only. Source: docs/pre-register. */
  clientSecret: string;
  /** Required by the API; where the activation journey ends. Source: response-codes-preregister. */
  redirectUri: string;
  authType: AuthType;
  /** BCP 47, such as `en-US`. Left out, the tenant's default applies. Source: response-codes-preregister. */
  locale?: string | undefined;
  /** Key required, value not checked by the API. Default `password`. Source: response-codes-preregister. */
  grantType?: string | undefined;
  /** Most connections open at once. Default 50. */
  connections?: number | undefined;
  timeouts?: TimeoutOptions | undefined;
  /**
   * Awaited before every call: the caller's pacer. Limits are counted per client id over all kinds of call.
   * It is handed the call's signal, so that waiting can end with it. Source: rate-limiting-overview.
   */
  pace?: ((signal?: AbortSignal) => Promise<void>) | undefined;
  /** Milliseconds since 1970, for reading a `Retry-After` date. Default `Date.now`. */
  now?: (() => number) | undefined;
}

export interface TimeoutOptions {
  /** Name look-up, TCP and TLS together. Default 5000. */
  connectMs?: number | undefined;
  /** From the request's last byte to the answer's headers. Default 20000. */
  headersMs?: number | undefined;
  /** Longest silence within the answer's body. Default 10000. */
  bodyMs?: number | undefined;
  /** The whole call, from its slot to the last byte. Default 30000. */
  totalMs?: number | undefined;
}

/** The options with every default filled in. */
export interface Settings extends OpenQuestions {
  readonly base: BaseUrl;
  readonly allowPrivateAddresses: boolean;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly authType: AuthType;
  readonly locale: string | null;
  readonly grantType: string;
  readonly connections: number;
  readonly timeouts: { readonly [K in keyof TimeoutOptions]-?: number };
  readonly pace: ((signal?: AbortSignal) => Promise<void>) | null;
  readonly now: () => number;
}

const milliseconds = z.number().int().positive();
const text = z.string().min(1, 'must not be empty');
const schema = openQuestionsSchema.extend({
  allowPrivateAddresses: z.boolean().default(false),
  // A colon would end the user name of a Basic authorization early, and the API would see another client.
  clientId: text.regex(/^[^:]*$/, 'must not contain a colon'),
  clientSecret: text,
  redirectUri: text,
  authType: z.enum(['email', 'sms']),
  locale: text.optional().transform((locale) => locale ?? null),
  grantType: text.default('password'),
  connections: z.number().int().positive().default(50),
  timeouts: z
    .object({
      connectMs: milliseconds.default(5000),
      headersMs: milliseconds.default(20_000),
      bodyMs: milliseconds.default(10_000),
      totalMs: milliseconds.default(30_000),
    })
    .prefault({}),
});

/**
 * Checks the options and fills in the defaults.
 *
 * @throws RollcallError `next_identity_options` that names every option that is wrong, and no value;
 * `next_identity_base_url` for the base URL.
 */
export function readOptions(options: NextIdentityOptions): Settings {
  const { baseUrl, pace, now, ...rest } = options;
  const read = schema.safeParse(rest);
  if (!read.success) {
    const wrong = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new RollcallError(
      'next_identity_options',
      `The options of the Next Identity client are wrong: ${wrong.join('; ')}.`,
    );
  }
  const base = parseBaseUrl(baseUrl, read.data.allowPrivateAddresses);
  return { ...read.data, base, pace: pace ?? null, now: now ?? Date.now };
}
