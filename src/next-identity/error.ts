import type { FieldComplaint } from '../invite/answer.js';
import { RollcallError } from '../observe/rollcall-error.js';

/**
 * What became of a call that brought no success.
 * - `refused`: a definite no; trying again without a change cannot help. Without a status it is Rollcall's own: the base URL leads to
 *   a private address.
 * - `rate-limited`: 429; it was not looked at.
 * - `unavailable`: it never left, or was answered 408 or 5xx.
 * - `lost`: it went out, and no usable answer came back.
 * - `aborted`: the caller's signal ended it.
 */
export type NextIdentityErrorKind = 'refused' | 'rate-limited' | 'unavailable' | 'lost' | 'aborted';

export interface NextIdentityErrorFacts {
  readonly kind: NextIdentityErrorKind;
  readonly message: string;
  readonly reason: string;
  readonly mayHaveTakenEffect: boolean;
  readonly status?: number | null;
  readonly apiError?: string | null;
  readonly fields?: readonly FieldComplaint[];
  readonly description?: string | null;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/**
 * The one error of this client. Its `code` is `next_identity_` and the kind, as in
 * `next_identity_rate_limited`. Neither message, fields nor cause hold
 * anything of the request but names of fields.
 */
export class NextIdentityError extends RollcallError {
  readonly kind: NextIdentityErrorKind;
  /** HTTP status, or null where none arrived. */
  readonly status: number | null;
  /** The API's own `error` code, such as `invalid_form_fields`. */
  readonly apiError: string | null;
  /** What the API says about which field, with anything that could be a person's data masked. */
  readonly fields: readonly FieldComplaint[];
  /** The API's `error_description`, masked likewise. */
  readonly description: string | null;
  /** Milliseconds the server asked to wait, or null where it named no time. */
  readonly retryAfterMs: number | null;
  /** What happened, in a few words: the message without its remedy. */
  readonly reason: string;
  /** Whether the same call may succeed later. */
  readonly canRetry: boolean;
  /** Whether the server may have done what it was asked. False for calls that only read. */
  readonly mayHaveTakenEffect: boolean;

  constructor(facts: NextIdentityErrorFacts) {
    super(
      `next_identity_${facts.kind.replace('-', '_')}`,
      facts.message,
      facts.cause === undefined ? undefined : { cause: facts.cause },
    );
    this.kind = facts.kind;
    this.status = facts.status ?? null;
    this.apiError = facts.apiError ?? null;
    this.fields = facts.fields ?? [];
    this.description = facts.description ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.reason = facts.reason;
    this.canRetry = facts.kind !== 'refused';
    this.mayHaveTakenEffect = facts.mayHaveTakenEffect;
  }
}
