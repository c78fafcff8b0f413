import type { Secret } from '../../config/secret.js';
import type { SecretReference } from '../../config/secret-reference.js';
import type { Random } from '../../invite/backoff.js';

/** An export that was fetched: a private copy of it, and what it was. */
export interface Fetched {
  /** The copy, which only this user may read. */
  readonly path: string;
  /** What the export is called at its source, without a directory. */
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly fingerprint: string;
  /** When it was last changed, as its source says; null where that is not said. */
  readonly modifiedAt: Date | null;
  /**
   * Has the source know that its run is done, or found nothing new: a directory's export is moved away where that is wanted.
   *
   * @throws RollcallError `source.not_moved`
   */
  settle(): Promise<void>;
  /** Removes the copy. It may be called twice. */
  discard(): Promise<void>;
}

/** What fetching needs from outside. */
export interface FetchContext {
  /** Ends fetching with `source.stopped`. */
  readonly signal: AbortSignal;
  /** @throws RollcallError where the secret is not there */
  readonly resolveSecret: (reference: SecretReference) => Secret;
  readonly now: () => Date;
  /** Where copies are kept. It is made if it is not there. */
  readonly spoolDirectory: string;
  /** Waits for a span of ms, or until the signal ends it with an error. Default: a timer. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Default: `Math.random`. */
  readonly random?: Random;
  /** Certificate (PEM) to trust beside Node's own. */
  readonly certificateAuthority?: string;
}

/** The same, with its defaults and limits, as the kinds of source use it. */
export interface Transfer extends FetchContext {
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly maxBytes: number;
}
