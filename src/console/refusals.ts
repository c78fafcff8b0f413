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

interface Sum {
  readonly code: Refusal;
  readonly client: string | null;
  readonly count: number;
  /** The last one's. */
  readonly cause: unknown;
}

/**
 * Counts what was refused, and logs the sums now and then: whoever sends rubbish must not be able to fill the log. No part of
 * a token gets there, only why it was refused, and the name of the client that it claimed to be for.
 */
export class Refusals {
  readonly #log: Log;
  readonly #sums = new Map<string, Sum>();

  constructor(log: Log) {
    this.#log = log;
  }

  add(code: Refusal, client: string | null, cause?: unknown): void {
    const key = `${code} ${client}`;
    const count = (this.#sums.get(key)?.count ?? 0) + 1;
    this.#sums.set(key, { code, client, count, cause });
  }

  /** Logs what came since the last time. */
  flush(): void {
    for (const { cause, ...sum } of this.#sums.values()) {
      this.#log.warn(cause === undefined ? sum : { ...sum, err: cause }, 'webhooks refused');
    }
    this.#sums.clear();
  }
}
