/** Decides whether one more call may pass now. */
export interface Limiter {
  /** Takes one call's worth. Gives 0 where the call may pass, else the milliseconds until one could. */
  take(now: number): number;
}

/**
 * A token bucket, as rate-limiting-overview describes it: one token for each call, refilled steadily, never more
 * than `burst` of them.
 *
 * A refused call takes nothing. The bucket starts full.
 */
export class TokenBucket implements Limiter {
  #tokens: number;
  #filledAt: number;
  readonly #msPerToken: number;
  readonly #burst: number;

  /** @param msPerToken milliseconds in which one token comes back */
  constructor(msPerToken: number, burst: number, now: number) {
    this.#msPerToken = msPerToken;
    this.#burst = burst;
    this.#tokens = burst;
    this.#filledAt = now;
  }

  take(now: number): number {
    // A clock that was set back must not drain the bucket.
    const elapsed = Math.max(0, now - this.#filledAt);
    this.#filledAt = now;
    this.#tokens = Math.min(this.#burst, this.#tokens + elapsed / this.#msPerToken);
    // Adding up fractions leaves 0.9999999 where 1 is due, which would refuse a call made exactly in time.
    if (this.#tokens >= 1 - 1e-9) {
      this.#tokens -= 1;
      return 0;
    }
    return (1 - this.#tokens) * this.#msPerToken;
  }
}
