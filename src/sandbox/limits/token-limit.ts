import type { Settings } from '../settings.js';

interface UserCalls {
  /** When the last calls came, milliseconds since 1970. */
  readonly calls: number[];
  blockedUntil: number;
}

/** So many users are remembered before those who are free again are looked for and forgotten. */
const SWEEP_AT = 10_000;

/**
 * The limit of `/idp/v1/account/token` for one user: 5 calls in a minute, good or bad, then 429 and the user is
 * blocked for 5 minutes (response-codes-token).
 *
 * Assumptions: five pass and the sixth is refused; the minute slides; calls made while blocked do not prolong it.
 */
export class TokenLimit {
  readonly #users = new Map<string, UserCalls>();

  /** Counts one call. Gives 0 where it may pass, else the milliseconds until the user is free. */
  take(user: string, limit: Settings['tokenLimit'], now: number): number {
    if (limit === null) return 0;
    const record = this.#record(user, limit.perMs, now);
    if (now < record.blockedUntil) return record.blockedUntil - now;
    while ((record.calls[0] ?? now) <= now - limit.perMs) record.calls.shift();
    if (record.calls.length >= limit.calls) {
      record.blockedUntil = now + limit.blockMs;
      record.calls.length = 0;
      return limit.blockMs;
    }
    record.calls.push(now);
    return 0;
  }

  #record(user: string, perMs: number, now: number): UserCalls {
    let record = this.#users.get(user);
    if (record === undefined) {
      if (this.#users.size >= SWEEP_AT) this.#sweep(perMs, now);
      record = { calls: [], blockedUntil: 0 };
      this.#users.set(user, record);
    }
    return record;
  }

  #sweep(perMs: number, now: number): void {
    for (const [user, { calls, blockedUntil }] of this.#users) {
      if (blockedUntil <= now && (calls.at(-1) ?? 0) <= now - perMs) this.#users.delete(user);
    }
  }
}
