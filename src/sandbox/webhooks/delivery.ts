import type { WebhookEvent } from './event.js';

/** Seconds before each retry, one after the other; then the dead letters (help centre, article 6074945). */
export const RETRY_SECONDS = [30, 60, 120, 300, 900] as const;
/** A target that has not answered by then has not got it (help centre, article 6074945). */
export const TIMEOUT_MS = 5_000;

export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'dead';

/** One try to reach a target. */
export interface Attempt {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The HTTP status, or a word: `timeout`, `invalid-url`, `ECONNREFUSED`. */
  readonly outcome: string;
}

/** One event on its way to one target. */
export interface Delivery {
  readonly event: WebhookEvent;
  readonly target: string;
  readonly attempts: Attempt[];
  state: DeliveryState;
  /** Milliseconds since 1970; null where there is no next attempt, or it is under way. */
  nextAttemptAt: number | null;
}

/** A delivery as it is reported: no profile, no address of a person. */
export interface DeliveryRecord {
  readonly jti: string;
  readonly type: string;
  /** The uuid of the user whom the event is about. */
  readonly sub: string;
  readonly target: string;
  /** `failed` is for answers that are not retried, `dead` for the dead letters. */
  readonly state: DeliveryState;
  readonly nextAttemptAt: number | null;
  readonly attempts: readonly Attempt[];
}

export function deliveryRecord(delivery: Delivery): DeliveryRecord {
  const { event, target, state, nextAttemptAt, attempts } = delivery;
  const { jti, type, user } = event;
  return { jti, type, sub: user.uuid, target, state, nextAttemptAt, attempts: [...attempts] };
}
