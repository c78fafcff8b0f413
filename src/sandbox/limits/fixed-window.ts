import type { Limiter } from './token-bucket.js';

/**
 * So many calls in each window, which begin at whole multiples of its length: 12:00:00, 12:01:00, … Twice as many
 * can pass around the turn, as real gateways of this kind let them.
 */
export class FixedWindow implements Limiter {
  readonly #windowMs: number;
  readonly #calls: number;
  #startedAt = Number.NEGATIVE_INFINITY;
  #passed = 0;

  constructor(windowMs: number, calls: number) {
    this.#windowMs = windowMs;
    this.#calls = calls;
  }

  take(now: number): number {
    const startsAt = Math.floor(now / this.#windowMs) * this.#windowMs;
    // A clock that was set back must not open a window a second time.
    if (startsAt > this.#startedAt) {
      this.#startedAt = startsAt;
      this.#passed = 0;
    }
    if (this.#passed < this.#calls) {
      this.#passed += 1;
      return 0;
    }
    return this.#startedAt + this.#windowMs - now;
  }
}
