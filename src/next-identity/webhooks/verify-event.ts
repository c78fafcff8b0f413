import { errors, jwtVerify } from 'jose';
import type { WebhookConfig } from '../../config/client-config.js';
import { readClaims, type TenantEvent } from './claims.js';
import { type KeySet, KeysUnavailable } from './key-set.js';
import type { ReadToken } from './read-token.js';

/** Why a token is not believed. */
export type Distrust =
  | 'malformed'
  | 'algorithm'
  | 'foreign_keys'
  | 'unknown_key'
  | 'signature'
  | 'elsewhere'
  | 'too_old'
  | 'in_future'
  | 'claims';

/** What became of a token: believed, refused for good, or not to be decided now. */
export type Verdict =
  | { readonly kind: 'event'; readonly event: TenantEvent }
  | { readonly kind: 'refused'; readonly why: Distrust }
  | { readonly kind: 'undecided'; readonly cause: KeysUnavailable };

/** How far the clocks of both sides may be apart, in seconds. */
const SKEW_SECONDS = 60;

/**
 * Decides whether a token is an event of the tenant for us, by what is known beforehand: RS256, the tenant's published
 * keys, its issuer, our audience, and an age within bounds. The `jku` of a token is compared, never followed: its sender
 * chooses it (the vendor's own sample in next-reason/integrations does follow it).
 *
 * @param keys those at `expected.jwksUri`
 * @param now ms since 1970
 */
export async function verifyEvent(
  { text, header }: ReadToken,
  expected: WebhookConfig,
  keys: KeySet,
  now: number,
): Promise<Verdict> {
  const { issuer, audience, jwksUri, maxAgeMs } = expected;
  if (header.jku !== undefined && header.jku !== jwksUri) return refused('foreign_keys');
  // Without a name any key of the set would be tried.
  if (typeof header.kid !== 'string') return refused('unknown_key');
  try {
    const { payload } = await jwtVerify(text, keys.key, {
      algorithms: ['RS256'],
      issuer,
      audience,
      maxTokenAge: maxAgeMs / 1_000,
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(now),
    });
    const event = readClaims(payload);
    return event === null ? refused('claims') : { kind: 'event', event };
  } catch (cause) {
    if (cause instanceof KeysUnavailable) return { kind: 'undecided', cause };
    return refused(distrustOf(cause));
  }
}

function refused(why: Distrust): Verdict {
  return { kind: 'refused', why };
}

/** @throws what is none of jose's complaints about a token, but a fault of ours */
function distrustOf(cause: unknown): Distrust {
  if (!(cause instanceof errors.JOSEError)) throw cause;
  if (cause instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (cause instanceof errors.JWKSNoMatchingKey) return 'unknown_key';
  if (cause instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (cause instanceof errors.JWTExpired) return 'too_old';
  if (cause instanceof errors.JWTClaimValidationFailed) return distrustOfClaim(cause);
  return 'malformed';
}

function distrustOfClaim({ claim, reason }: errors.JWTClaimValidationFailed): Distrust {
  if (claim === 'iss' || claim === 'aud') return 'elsewhere';
  return reason === 'check_failed' ? 'in_future' : 'claims';
}
