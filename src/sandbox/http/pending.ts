import type { Clock } from '../clock.js';

/** Answers that wait for their time. All can be called off, so that closing does not wait for the slowest. */
export class Pending {
  readonly #clock: Clock;
  readonly #cancels = new Set<() => void>();
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `done` after `ms`; at once, in the same turn, for 0; never once closed. */
  after(ms: number, done: () => void): void {
    // Calls still arrive while the server closes; a timer set for one of them would keep the process alive.
    if (this.#closed) return;
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

  /** Calls off all that wait, and all that come later. */
  close(): void {
    this.#closed = true;
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }
}
