import type { Distrust } from '../next-identity/webhooks/verify-event.js';
import type { Log } from '../observe/log.js';

/** Why a webhook was not taken. */
export type Refusal =
  | Distrust
  | 'method'
  | 'too_large'
  | 'encrypted'
  | 'keys_unavailable'
  | 'not_recorded';

interface Count {
  count: number;
  cause: unknown;
}

/**
 * Counts what was refused, and logs the sums now and then: whoever sends rubbish must not be able to fill the log. No part of
 * a token gets there, only why it was refused, and the name of the client that it claimed to be for.
 */
export class Refusals {
  readonly #log: Log;
  readonly #counts = new Map<string, Count>();

  constructor(log: Log) {
    this.#log = log;
  }

  add(code: Refusal, client: string | null, cause?: unknown): void {
    const key = JSON.stringify({ code, client });
    const known = this.#counts.get(key);
    this.#counts.set(key, { count: (known?.count ?? 0) + 1, cause });
  }

  /** Logs what came since the last time. */
  flush(): void {
    for (const [key, { count, cause }] of this.#counts) {
      const fields = { ...JSON.parse(key), count };
      this.#log.warn(cause === undefined ? fields : { ...fields, err: cause }, 'webhooks refused');
    }
    this.#counts.clear();
  }
}
