import type { Client } from '../clients.js';
import { intervalMs, type RateLimit, type Settings } from '../settings.js';
import { FixedWindow } from './fixed-window.js';
import { SlidingWindow } from './sliding-window.js';
import { type Limiter, TokenBucket } from './token-bucket.js';

interface Held {
  readonly limit: RateLimit;
  readonly limiter: Limiter;
}

/** One limiter for each client id. A changed limit starts with its whole budget; other changes leave it alone. */
export class ClientLimits {
  readonly #held = new Map<string, Held>();

  /** Takes one call's worth of the client's budget: 0, or the milliseconds to wait for it. */
  take(client: Client, settings: Settings, now: number): number {
    const limit = client.rateLimit === undefined ? settings.rateLimit : client.rateLimit;
    if (limit === null) return 0;
    let held = this.#held.get(client.clientId);
    if (held?.limit !== limit) {
      held = { limit, limiter: newLimiter(limit, now) };
      this.#held.set(client.clientId, held);
    }
    return held.limiter.take(now);
  }
}

/** @param now milliseconds since 1970, when the limit begins */
export function newLimiter(limit: RateLimit, now: number): Limiter {
  const windowMs = intervalMs(limit);
  // A window cannot pass half a call; one that lets nothing through would be no limit but an outage.
  const whole = Math.max(1, Math.floor(limit.calls));
  switch (limit.kind) {
    case 'fixed-window':
      return new FixedWindow(windowMs, whole);
    case 'sliding-window':
      return new SlidingWindow(windowMs, whole);
    default:
      return new TokenBucket(windowMs / limit.calls, limit.burst ?? Math.max(1, limit.calls), now);
  }
}
