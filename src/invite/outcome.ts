import type { Answer } from './answer.js';
import { type Backoff, backoffMs, type Random } from './backoff.js';
import { misdirected, type Refused, readRefusal } from './refusal.js';

/** What one answer means for its invite, its client and its queue. */
export type Outcome =
  | { kind: 'invited'; uuid: string }
  | { kind: 'existing'; uuid: string | null }
  | { kind: 'failed'; code: string; message: string }
  /** Made again after `afterMs`; nothing reached the person. */
  | { kind: 'retry'; code: string; message: string; afterMs: number }
  /** May have reached the person. Made again after `afterMs`, or kept for a look-up where that is null. */
  | { kind: 'unknown'; code: string; message: string; afterMs: number | null }
  /** 429: the whole queue of the client waits, the invite keeps its place and its tries. */
  | { kind: 'hold'; retryAfterMs: number | null }
  /** Every row would get this answer: the client stops until a person has mended its settings. */
  | { kind: 'stop'; code: string; message: string };

export interface RetryPolicy extends Backoff {
  /** How many calls may be made for one invite before it counts as failed, or is kept as unknown. */
  readonly maxTries: number;
}

export interface CallContext {
  /** Calls made for this invite including this one; those answered 429 do not count. */
  readonly tries: number;
  /** Whether an earlier call of ours was lost, so that the person may have been invited by it. */
  readonly mayHaveArrived: boolean;
  readonly policy: RetryPolicy;
  readonly random: Random;
}

/** A retry is patient enough to outlive a deployment or a short outage: nine minutes on average, eighteen at most. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { baseMs: 1_000, capMs: 300_000, maxTries: 12 };

/**
 * The whole mapping from an answer of `/pre-register` to what happens next. Pure: no clock, no I/O.
 *
 * Which status means what follows `docs/next-identity.md`; where the vendor's pages disagree about a person who is
 * there already (200 or 422), both readings are understood.
 */
export function outcomeOf(answer: Answer, context: CallContext): Outcome {
  switch (answer.kind) {
    case 'accepted':
      return accepted(answer, context);
    case 'refused':
      return refused(answer, context);
    case 'rate-limited':
      return { kind: 'hold', retryAfterMs: answer.retryAfterMs };
    case 'unavailable':
      if (answer.status !== null && GATEWAY_STATUSES.has(answer.status)) {
        return unknown('answer_lost', `A gateway answered ${answer.status} in its place.`, context);
      }
      return again(unavailableCode(answer.status), unavailableMessage(answer), context);
    case 'misdirected':
      return misdirected(answer.reason);
    case 'lost':
      return unknown('answer_lost', `The answer was lost (${answer.reason}).`, context);
  }
}

/** Answers of a gateway that passed the call on and got nothing usable back: the work may have been done behind it. */
const GATEWAY_STATUSES = new Set([502, 504]);

function accepted(answer: Extract<Answer, { kind: 'accepted' }>, context: CallContext): Outcome {
  // Without its uuid the call has to be made again: only then is the record complete, and it cannot send a second message.
  if (answer.uuid === null) {
    const message = `Next Identity answered ${answer.status} without a valid uuid.`;
    return unknown('uuid_missing', message, context);
  }
  if (answer.status === 201) return { kind: 'invited', uuid: answer.uuid };
  // A 200 says that the person is there already. If a lost call of ours may have put them there, it did.
  return context.mayHaveArrived
    ? { kind: 'invited', uuid: answer.uuid }
    : { kind: 'existing', uuid: answer.uuid };
}

function refused(answer: Refused, context: CallContext): Outcome {
  const refusal = readRefusal(answer);
  switch (refusal.kind) {
    case 'stop':
      return refusal;
    case 'person':
      return { ...refusal, kind: 'failed' };
    case 'in-use':
      if (!context.mayHaveArrived) return { kind: 'existing', uuid: null };
      return {
        kind: 'unknown',
        code: 'in_use_after_lost_answer',
        message:
          'An earlier call was lost, and now the address is in use: the invitation has probably arrived, its uuid is not known.',
        afterMs: null,
      };
  }
}

function again(code: string, message: string, context: CallContext): Outcome {
  const { tries, policy, random } = context;
  if (tries < policy.maxTries)
    return { kind: 'retry', code, message, afterMs: backoffMs(tries, policy, random) };
  const gaveUp = `${message} Given up after ${tries} calls; to try again, run: rollcall retry`;
  // What may have arrived earlier has not failed, however the later calls went.
  return context.mayHaveArrived
    ? { kind: 'unknown', code, message: gaveUp, afterMs: null }
    : { kind: 'failed', code, message: gaveUp };
}

function unknown(code: string, message: string, context: CallContext): Outcome {
  const { tries, policy, random } = context;
  const afterMs = tries < policy.maxTries ? backoffMs(tries, policy, random) : null;
  return { kind: 'unknown', code, message, afterMs };
}

function unavailableCode(status: number | null): string {
  return status === null ? 'unreachable' : 'server_error';
}

function unavailableMessage({ status, reason }: Extract<Answer, { kind: 'unavailable' }>): string {
  return status === null
    ? `Next Identity could not be reached (${reason}).`
    : `Next Identity answered ${status}.`;
}
