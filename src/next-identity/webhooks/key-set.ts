import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { Pool } from 'undici';
import { z } from 'zod';
import { publicLookup } from '../../config/public-lookup.js';
import { VERIFIED_TLS } from '../../config/verified-tls.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { exchange } from '../exchange.js';
import { ExchangeFailure } from '../exchange-failure.js';

/** The published keys of one tenant, fetched as they are needed. */
export interface KeySet {
  /** Finds the key that a token names. Throws `KeysUnavailable`, or jose's `JWKSNoMatchingKey`. */
  readonly key: JWTVerifyGetKey;
  close(): Promise<void>;
}

/** The tenant cannot be asked for its keys: whether a token is genuine can be told later, not now. */
export class KeysUnavailable extends RollcallError {
  constructor(address: string, reason: string) {
    super(
      'tenant_keys_unavailable',
      `The keys of Next Identity at ${address} cannot be had: ${reason}. Events are taken when they can; check the address (jwksUri, baseUrl) and the network.`,
    );
  }
}

export interface KeySetOptions {
  /** Whether the address may lead to a private one. Default false; loopback may be named always. */
  readonly allowPrivateAddresses?: boolean;
  /** Between two fetches that tokens with unknown keys cause, and after one that failed, in ms. */
  readonly pauseMs?: number;
  /** A clock in ms that never goes back. */
  readonly now?: () => number;
}

/** Next Identity waits 5 s for the answer to an event (help centre 6074945); this has to be a part of it. */
const FETCH_LIMITS = { totalMs: 3_000, maxAnswerBytes: 256 * 1024 };

/**
 * Without a pause a sender of forged tokens could turn us against the tenant. A genuine token with a key that is new
 * is refused during the pause; its first retry comes 30 s later (help centre 6074945), and so after it.
 */
const PAUSE_MS = 29_000;

const jwksSchema = z.object({ keys: z.array(z.looseObject({})) });

/**
 * Opens the key set at one address; a redirect to another is not followed. Keys are kept for ten minutes, so that one
 * that the tenant withdraws is soon no longer believed.
 */
export function openKeySet(jwksUri: string, options: KeySetOptions = {}): KeySet {
  const { pauseMs = PAUSE_MS, now = () => performance.now() } = options;
  const { origin, hostname, pathname, search } = new URL(jwksUri);
  // Without credentials, if the URL has any.
  const address = `${origin}${pathname}`;
  const pool = new Pool(origin, {
    connections: 1,
    connect: {
      timeout: FETCH_LIMITS.totalMs,
      ...VERIFIED_TLS,
      ...publicLookup(hostname, options.allowPrivateAddresses),
    },
  });
  const headers = { accept: 'application/json', 'user-agent': 'rollcall' };
  const request = { method: 'GET', path: `${pathname}${search}`, headers, body: null } as const;

  // jose pauses after a success only.
  let failed: { readonly failure: KeysUnavailable; readonly at: number } | null = null;
  const fetchKeys = async () => {
    if (failed !== null && now() - failed.at < pauseMs) throw failed.failure;
    try {
      const { status, text } = await exchange(pool, request, FETCH_LIMITS);
      if (status !== 200) throw new KeysUnavailable(address, `it answers HTTP ${status}`);
      return Response.json(jwksSchema.parse(JSON.parse(text)));
    } catch (cause) {
      const failure = unavailable(address, cause);
      failed = { failure, at: now() };
      throw failure;
    }
  };
  const remote = createRemoteJWKSet(new URL(jwksUri), {
    cooldownDuration: pauseMs,
    [customFetch]: fetchKeys,
  });
  return {
    async key(header, token) {
      try {
        return await remote(header, token);
      } catch (cause) {
        throw cause instanceof errors.JWKSNoMatchingKey ? cause : unavailable(address, cause);
      }
    },
    close: () => pool.close(),
  };
}

function unavailable(address: string, cause: unknown): KeysUnavailable {
  if (cause instanceof KeysUnavailable) return cause;
  const reason =
    cause instanceof ExchangeFailure ? cause.reason : 'it serves no usable set of keys';
  return new KeysUnavailable(address, reason);
}
