import type { Clock } from '../clock.js';

/** Answers that wait for their time. All can be called off, so that closing does not wait for the slowest. */
export class Pending {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `done` after `ms`; at once, in the same turn, for 0. */
  after(ms: number, done: () => void): void {
    if (ms <= 0) {
      done();
      return;
    }
    const cancel = this.#clock.after(ms, () => {
      this.#cancels.delete(cancel);
      done();
    });
    this.#cancels.add(cancel);
  }

  cancelAll(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }
}
