import type { Limiter } from './token-bucket.js';

/** So many calls within any span of its length: exact, by the times of the calls that passed. */
export class SlidingWindow implements Limiter {
  readonly #windowMs: number;
  /** A ring: the oldest time is at `#next` once it has been filled. It starts with times long past. */
  readonly #passed: Float64Array;
  #next = 0;

  constructor(windowMs: number, calls: number) {
    this.#windowMs = windowMs;
    this.#passed = new Float64Array(calls).fill(Number.NEGATIVE_INFINITY);
  }

  take(now: number): number {
    const freeAt = (this.#passed[this.#next] ?? Number.NEGATIVE_INFINITY) + this.#windowMs;
    if (now < freeAt) return freeAt - now;
    this.#passed[this.#next] = now;
    this.#next = (this.#next + 1) % this.#passed.length;
    return 0;
  }
}
