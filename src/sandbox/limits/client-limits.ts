import type { Client } from '../clients.js';
import { intervalMs, type RateLimit, type Settings } from '../settings.js';
import { type Limiter, TokenBucket } from './token-bucket.js';

interface Held {
  readonly limit: RateLimit;
  readonly limiter: Limiter;
}

/** One limiter for each client id. A changed limit starts with a full bucket; other changes leave it alone. */
export class ClientLimits {
  readonly #held = new Map<string, Held>();

  /** Takes one call's worth of the client's budget: 0, or the milliseconds to wait for it. */
  take(client: Client, settings: Settings, now: number): number {
    const limit = client.rateLimit === undefined ? settings.rateLimit : client.rateLimit;
    if (limit === null) return 0;
    let held = this.#held.get(client.clientId);
    if (held?.limit !== limit) {
      const burst = limit.burst ?? Math.max(1, limit.calls);
      held = { limit, limiter: new TokenBucket(intervalMs(limit) / limit.calls, burst, now) };
      this.#held.set(client.clientId, held);
    }
    return held.limiter.take(now);
  }
}
