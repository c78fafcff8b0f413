import type { Log } from './log.js';

/** How often a wait that goes on is told of, in ms. */
const TELL_EVERY_MS = 30_000;

/** A server that refuses some of what it is asked is not back until it has refused nothing for so long, in ms. */
const QUIET_MS = 3_000;

/**
 * Tells in the log what this process waits for: when that begins, every half minute, and when it is over. The failures of one
 * outage come by the hundred, from every job and every connection, and say the same.
 */
export class Outage {
  readonly #server: string;
  readonly #log: Log;
  readonly #now: () => number;
  #failures = 0;
  #begunAt = 0;
  #toldAt = 0;
  #lastAt = 0;

  /** @param now ms since any moment */
  constructor(server: string, log: Log, now: () => number = () => performance.now()) {
    this.#server = server;
    this.#log = log;
    this.#now = now;
  }

  /** Something failed for it. @param code what the server or the system calls it */
  failed(code: string): void {
    const now = this.#now();
    this.#lastAt = now;
    if (this.#failures === 0) {
      this.#begunAt = now;
      this.#tell(code, `waiting for ${this.#server}`);
    } else if (now - this.#toldAt >= TELL_EVERY_MS) {
      this.#tell(code, `still waiting for ${this.#server}`);
    }
    this.#failures += 1;
  }

  /** The server has done what it was asked. */
  answered(): void {
    if (this.#failures === 0 || this.#now() - this.#lastAt < QUIET_MS) return;
    const facts = { seconds: this.#seconds(), failures: this.#failures };
    this.#failures = 0;
    this.#log.info(facts, `${this.#server} is back`);
  }

  #tell(code: string, message: string): void {
    this.#toldAt = this.#now();
    this.#log.warn({ code, seconds: this.#seconds(), failures: this.#failures + 1 }, message);
  }

  #seconds(): number {
    return Math.round((this.#now() - this.#begunAt) / 1_000);
  }
}
