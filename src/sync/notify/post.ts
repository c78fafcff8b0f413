import { Pool } from 'undici';
import { publicLookup } from '../../config/public-lookup.js';
import { VERIFIED_TLS } from '../../config/verified-tls.js';
import { exchange } from '../../next-identity/exchange.js';
import { ExchangeFailure } from '../../next-identity/exchange-failure.js';
import { retryAfterMs } from '../../next-identity/retry-after.js';
import { DeliveryFailure, stopped } from './delivery.js';

export interface Post {
  /** Checked: https, or this machine. Redirects are not followed. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: string;
  /** What the place is called in messages; the path of its URL may be a secret. */
  readonly place: string;
  /** Certificates to trust, in PEM; undefined: those that Node trusts. */
  readonly ca: string | undefined;
  /** Whether the name in the URL may lead to a private address. */
  readonly allowPrivateAddresses: boolean;
}

/** Nothing of the answer is read but its status. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Overloaded, or about to be there again. */
const PASSING = new Set([408, 425, 429]);

/** POSTs some JSON once. @throws DeliveryFailure where the answer is not 2xx, or there is none */
export async function post(
  { url, headers, json, place, ca, allowPrivateAddresses }: Post,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { origin, hostname, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections: 1,
    connect: {
      timeout: timeoutMs,
      ...VERIFIED_TLS,
      ...(ca === undefined ? {} : { ca }),
      ...publicLookup(hostname, allowPrivateAddresses),
    },
  });
  const request = {
    method: 'POST',
    path: `${pathname}${search}`,
    headers: { 'content-type': 'application/json', 'user-agent': 'rollcall', ...headers },
    body: json,
  } as const;
  const limits = { totalMs: timeoutMs, maxAnswerBytes: MAX_ANSWER_BYTES };
  try {
    const answer = await exchange(pool, request, limits, signal);
    judge(answer.status, answer.headers['retry-after'], place);
  } catch (error) {
    if (!(error instanceof ExchangeFailure)) throw error;
    const { aborted, reason, status, retryAfter } = error;
    if (aborted) throw stopped(place);
    // The status says whether the report was taken; what was wrong with the rest of the answer does not matter.
    if (status !== null) return judge(status, retryAfter, place);
    throw new DeliveryFailure(
      'unreachable',
      `The ${place} did not take the report: ${reason}. Check the address and the network.`,
      { mayPass: true },
    );
  } finally {
    await pool.destroy();
  }
}

function judge(
  status: number,
  retryAfter: string | readonly string[] | undefined,
  place: string,
): void {
  if (status >= 200 && status < 300) return;
  if (status === 410) {
    throw new DeliveryFailure(
      'gone',
      `The ${place} wants no more messages (HTTP 410): take it out of the sync's notifications.`,
    );
  }
  const mayPass = status >= 500 || PASSING.has(status);
  const pauseMs = retryAfterMs(retryAfter, Date.now()) ?? 0;
  const remedy = mayPass ? 'Try again later.' : 'Check its URL and secret.';
  throw new DeliveryFailure('refused', `The ${place} answered HTTP ${status}. ${remedy}`, {
    mayPass,
    pauseMs,
  });
}
