import type { Call } from './call.js';
import { NextIdentityError } from './error.js';
import type { ExchangeFailure } from './exchange-failure.js';
import { type Refusal, UNREADABLE } from './refusal.js';
import { retryAfterMs } from './retry-after.js';

/** An answer that is no success, reduced to what decides about it. */
export interface BadAnswer {
  readonly status: number;
  readonly retryAfter: string | readonly string[] | undefined;
  readonly refusal: Refusal;
}

/**
 * Judges an answer that is no success: 429 is `rate-limited`, 408 and 5xx are `unavailable`, all else is `refused`, also
 * 3xx (never followed) and a 2xx that says `stat: "error"`.
 *
 * A 5xx may come after the work was done (a gateway that lost patience), so it may have taken effect; a 408 says that
 * the request never arrived in full. 429 and Retry-After: rate-limiting-overview, response-codes-token.
 */
export function judgeAnswer(call: Call, answer: BadAnswer, now: number): NextIdentityError {
  const { status, refusal } = answer;
  const reason = describe(status, refusal);
  const facts = { status, ...refusal, reason, retryAfterMs: retryAfterMs(answer.retryAfter, now) };
  if (status === 429) {
    const wait =
      facts.retryAfterMs === null ? 'a while' : `${Math.ceil(facts.retryAfterMs / 1000)} s`;
    const message = `Next Identity answered ${call.name} with ${reason}: too many calls. Wait ${wait}; if it goes on, lower the rate limit of this client.`;
    return new NextIdentityError({
      ...facts,
      kind: 'rate-limited',
      message,
      mayHaveTakenEffect: false,
    });
  }
  if (status === 408 || status >= 500) {
    const message = `Next Identity could not serve ${call.name}: ${reason}. Try again later.`;
    const mayHaveTakenEffect = status !== 408 && writes(call);
    return new NextIdentityError({ ...facts, kind: 'unavailable', message, mayHaveTakenEffect });
  }
  const message = `Next Identity refused ${call.name}: ${reason}. ${remedy(status, refusal)}`;
  return new NextIdentityError({ ...facts, kind: 'refused', message, mayHaveTakenEffect: false });
}

/**
 * Judges an exchange without a complete answer. Where a status arrived that decides by itself (429, 408, 5xx), it does,
 * without its body; a broken-off 4xx is `lost`, since only its body tells a bad row from a bad credential.
 */
export function judgeFailure(call: Call, failure: ExchangeFailure, now: number): NextIdentityError {
  const { reason, sent, status, retryAfter } = failure;
  const mayHaveTakenEffect = sent && writes(call);
  if (failure.aborted) {
    const message = `The call ${call.name} to Next Identity was ended by its caller.`;
    return new NextIdentityError({ kind: 'aborted', reason, message, mayHaveTakenEffect });
  }
  if (status !== null && (status === 429 || status === 408 || status >= 500)) {
    return judgeAnswer(call, { status, retryAfter, refusal: UNREADABLE }, now);
  }
  if (failure.isMisdirected) {
    const message = `No connection was made for ${call.name}: ${reason}. Check the base URL and what its name leads to.`;
    return new NextIdentityError({ kind: 'refused', reason, message, mayHaveTakenEffect });
  }
  if (!sent) {
    const message = `Next Identity could not be reached for ${call.name}: ${reason}. Check the base URL and the network, then try again.`;
    const facts = { reason, message, mayHaveTakenEffect, cause: failure };
    return new NextIdentityError({ kind: 'unavailable', ...facts });
  }
  return lost(call, reason, { status, cause: failure });
}

/** A call that went out and whose answer cannot be used. */
export function lost(
  call: Call,
  reason: string,
  facts: { status?: number | null; cause?: unknown } = {},
): NextIdentityError {
  const mayHaveTakenEffect = writes(call);
  const advice = mayHaveTakenEffect ? 'It may have taken effect' : 'It changed nothing';
  const message = `The answer of Next Identity to ${call.name} was lost: ${reason}. ${advice}.`;
  return new NextIdentityError({ kind: 'lost', reason, message, mayHaveTakenEffect, ...facts });
}

function writes(call: Call): boolean {
  return call.method !== 'GET';
}

function describe(status: number, { apiError, fields }: Refusal): string {
  const code = apiError === null ? '' : ` ${apiError}`;
  const named = [...new Set(fields.map(({ field }) => field))].join(', ');
  return `HTTP ${status}${code}${named === '' ? '' : ` (${named})`}`;
}

/** A wrong secret is a 400 "Invalid authorization header" on users/find, and a 403 elsewhere (response-code-users-find). */
function remedy(status: number, { fields }: Refusal): string {
  if (status >= 300 && status < 400) {
    return 'Redirects are not followed, as they would carry the secret elsewhere: set the base URL to the address that answers itself.';
  }
  const blamesCredentials = fields.some(({ complaint }) => /authorization header/i.test(complaint));
  return status === 401 || status === 403 || blamesCredentials
    ? 'Check the client id and its secret (or the access token), and that the client may make this call.'
    : 'The same call will be refused again: correct what it names.';
}
