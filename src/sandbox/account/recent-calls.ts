/** One call as it is remembered for a while: no body, no identifier. */
export interface CallRecord {
  /** Counts from 1 since the start or the last reset. */
  readonly number: number;
  /** Arrival, milliseconds since 1970. */
  readonly at: number;
  readonly endpoint: string;
  /** Null where the call named no client that is known. */
  readonly clientId: string | null;
  /** The HTTP status, `reset` where the connection was, `client-gone` where the caller had left. */
  readonly status: string;
  readonly fault: string | null;
  /** From arrival to answer. */
  readonly durationMs: number;
}

/** The last calls, a fixed number of them. */
export class RecentCalls {
  readonly #size: number;
  readonly #ring: CallRecord[] = [];
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  add(call: CallRecord): void {
    if (this.#size === 0) return;
    this.#ring[this.#next] = call;
    this.#next = (this.#next + 1) % this.#size;
  }

  /** In the order in which they were answered, the oldest first. */
  list(): CallRecord[] {
    return this.#ring.length < this.#size
      ? [...this.#ring]
      : [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
  }
}
