/** What came of one call to Next Identity, before it is decided what that means for the invite. */
export type Answer =
  /** 200 or 201. `uuid` is null where the body carried none that is valid. */
  | { kind: 'accepted'; status: number; uuid: string | null }
  /** A definite no. `fields` are the names that the answer complains of, as the API spells them; values never. */
  | { kind: 'refused'; status: number; error: string | null; fields: readonly FieldComplaint[] }
  /** 429. `retryAfterMs` is null where the server named no time. */
  | { kind: 'rate-limited'; retryAfterMs: number | null }
  /** The call did not take effect, as far as anyone can know: refused connection, failed name look-up, 5xx, 408. */
  | { kind: 'unavailable'; status: number | null; reason: string }
  /** No call was made, as the base URL leads to where none may be made to. */
  | { kind: 'misdirected'; reason: string }
  /** The request went out and no usable answer came back: it may have taken effect. */
  | { kind: 'lost'; reason: string };

/** One entry of `error_details`: a field of the request and what the API says about it. */
export interface FieldComplaint {
  readonly field: string;
  readonly complaint: string;
}

/** The status with which the call was answered; null where it was not. */
export function httpStatusOf(answer: Answer): number | null {
  if (answer.kind === 'rate-limited') return 429;
  return 'status' in answer ? answer.status : null;
}

/** Whether the server's limiter has let the call through, as far as the answer tells. */
export function hasPassed({ kind }: Answer): boolean {
  return kind === 'accepted' || kind === 'refused';
}
