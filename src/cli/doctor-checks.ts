import { Agent, request } from 'undici';
import type { ClientConfig } from '../config/client-config.js';
import { publicLookup } from '../config/public-lookup.js';
import { VERIFIED_TLS } from '../config/verified-tls.js';
import type { NextIdentityClient } from '../next-identity/client.js';
import { NextIdentityError } from '../next-identity/error.js';
import { connectionReason } from '../next-identity/exchange-failure.js';
import { attributeEquals } from '../next-identity/filter.js';

/** One thing that was looked at. `open`: harmless calls cannot tell. */
export interface Finding {
  readonly check: string;
  readonly verdict: 'good' | 'bad' | 'open';
  readonly found: string;
}

const DISCOVERY_TIMEOUT_MS = 10_000;

/** Whether the base URL leads to an environment of Next Identity: its discovery document is public (hosted-well-known). */
export async function checkBaseUrl(client: ClientConfig): Promise<Finding> {
  const { baseUrl, allowPrivateAddresses } = client;
  const check = 'base URL';
  const url = `${baseUrl.replace(/\/+$/, '')}/.well-known/openid-configuration`;
  const { hostname } = new URL(url);
  const dispatcher = new Agent({
    connect: { ...VERIFIED_TLS, ...publicLookup(hostname, allowPrivateAddresses) },
  });
  try {
    const signal = AbortSignal.timeout(DISCOVERY_TIMEOUT_MS);
    const { statusCode, body } = await request(url, { dispatcher, signal });
    const document: unknown = statusCode === 200 ? await body.json() : null;
    const issuer =
      typeof document === 'object' && document !== null ? Reflect.get(document, 'issuer') : null;
    return typeof issuer === 'string'
      ? { check, verdict: 'good', found: `it serves a discovery document; its issuer is ${issuer}` }
      : {
          check,
          verdict: 'open',
          found: `its discovery document answers HTTP ${statusCode} and names no issuer`,
        };
  } catch (cause) {
    const reason = connectionReason(cause, { sent: true, status: null });
    return {
      check,
      verdict: 'bad',
      found: `it cannot be reached: ${reason}; check the base URL and the network`,
    };
  } finally {
    await dispatcher.destroy();
  }
}

/**
 * Whether the credentials and settings are taken. A pre-registration of nobody is refused for its missing identifier, but only
 * after the credentials were looked at, and can invite nobody (response-codes-preregister).
 */
export async function checkCredentials(api: NextIdentityClient): Promise<Finding[]> {
  try {
    await api.preRegister({ profileFields: {} });
    return [
      {
        check: 'credentials',
        verdict: 'open',
        found: 'a pre-registration without an identifier was accepted, which no page explains',
      },
    ];
  } catch (cause) {
    if (!(cause instanceof NextIdentityError)) throw cause;
    return findingsOf(cause);
  }
}

const SETTINGS: readonly (readonly [string, string])[] = [
  ['client_id', 'client id'],
  ['auth_type', 'auth type'],
  ['redirect_uri', 'redirect URI'],
  ['grant_type', 'grant type'],
];

function findingsOf(error: NextIdentityError): Finding[] {
  const { kind, status, fields } = error;
  if (kind !== 'refused') return [{ check: 'credentials', verdict: 'open', found: error.message }];
  if (status !== 422) return [{ check: 'credentials', verdict: 'bad', found: error.message }];
  const complaints = new Map(fields.map(({ field, complaint }) => [field, complaint]));
  const settings = SETTINGS.map(([field, check]): Finding => {
    const complaint = complaints.get(field);
    return complaint === undefined
      ? { check, verdict: 'good', found: 'nothing was said against it' }
      : { check, verdict: 'bad', found: `refused: ${complaint}` };
  });
  return [{ check: 'credentials', verdict: 'good', found: 'taken' }, ...settings];
}

/** A uuid that nobody has, so that looking it up tells of nobody. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Whether people can be looked up, and whether the attribute that tells of activation may be asked for. */
export async function checkLookUp(
  api: NextIdentityClient,
  { openQuestions }: ClientConfig,
): Promise<Finding> {
  const check = 'look-up';
  const { attribute, is } = openQuestions.activatedWhen;
  try {
    const filter = attributeEquals('uuid', NOBODY);
    const users = await api.findUsers({ filter, attributes: ['uuid', attribute] });
    const found = `users/find answers a list (${users.length} users for a uuid that nobody has), and takes the attribute ${attribute}`;
    return {
      check,
      verdict: users.length === 0 ? 'good' : 'bad',
      found: `${found}; activated is taken to mean: ${attribute} is ${String(is)}`,
    };
  } catch (cause) {
    if (!(cause instanceof NextIdentityError)) throw cause;
    return {
      check,
      verdict: 'bad',
      found: `${cause.message} See usersFind and activatedWhen in docs/next-identity.md.`,
    };
  }
}

/** What only a person can find out, by inviting a test address: the page tells how. */
export const LEFT_OPEN: readonly Finding[] = [
  [
    'existing people',
    'both documented answers (200 and 422) are understood; which one this tenant gives shows when a test person is invited twice',
  ],
  [
    'resend',
    'whether this tenant limits resends, and whether it wants a boolean (resendAs), shows when a test person is invited again',
  ],
  ['rate limit', 'no answer tells it; ask the vendor for the rate and the burst of this client id'],
].map(([check = '', found = '']) => ({ check, verdict: 'open' as const, found }));
