import type { Pool } from 'pg';
import { DEFAULT_RETRY_POLICY } from '../invite/outcome.js';
import type { InviteState } from '../invite/states.js';
import { gathered } from './gathered.js';
import { run } from './statement.js';

/** Whom a call is about. */
export interface Recipient {
  readonly inviteId: number;
  readonly authType: 'email' | 'sms';
  /** `profile_fields` as they are sent. */
  readonly profile: Readonly<Record<string, string | boolean>>;
  readonly locale: string | null;
}

/** An invite that this worker, and no other, may now make one call for. */
export interface Claim extends Recipient {
  readonly attemptId: number;
  /** Calls for this invite, this one included. */
  readonly tries: number;
  readonly mayHaveArrived: boolean;
}

/** How a call ended, and what becomes of its invite. */
export interface CallEnd {
  readonly attemptId: number;
  readonly httpStatus: number | null;
  /** What is written beside the call: the outcome's name. */
  readonly outcome: string;
  readonly state: InviteState;
  readonly uuid: string | null;
  readonly code: string | null;
  readonly message: string | null;
  /** Ms until the next call may be made; null: none by itself. */
  readonly dueInMs: number | null;
  /** False for a 429, which costs no try. */
  readonly isTry: boolean;
}

/** A job may come a little before its invite is due, by clocks that differ. */
const CLOCK_SLACK_MS = 1_000;

interface Asked {
  readonly inviteId: number;
  readonly kind: 'pre-register';
  readonly worker: string;
}

const claimOne = gathered<Asked, Claim | null>(async (pool, asked) => {
  const granted = await run<Claim & { n: number }>(pool, 'claim', [
    asked.map(({ inviteId }) => inviteId),
    asked.map(({ kind }) => kind),
    asked.map(({ worker }) => worker),
    CLOCK_SLACK_MS,
  ]);
  const claims = new Map(granted.map(({ n, ...claim }) => [n, claim]));
  return asked.map((_, index) => claims.get(index + 1) ?? null);
});

/**
 * Takes an invite for one call and records that call. Null where there is nothing to do: it is being called by another
 * worker, it is done, cancelled or not yet due, or its client is paused. Claims that are asked for together are made together.
 */
export function claimInvite(
  pool: Pool,
  inviteId: number,
  kind: 'pre-register',
  worker: string,
): Promise<Claim | null> {
  return claimOne(pool, { inviteId, kind, worker });
}

/** Gives a claimed invite back unchanged; its call was never sent. */
export async function releaseInvite(pool: Pool, attemptId: number): Promise<void> {
  await run(pool, 'release', [attemptId]);
}

const finishOne = gathered<CallEnd, null>(async (pool, ends) => {
  await run(pool, 'finish', [
    ends.map(({ attemptId }) => attemptId),
    ends.map(({ httpStatus }) => httpStatus),
    ends.map(({ outcome }) => outcome),
    ends.map(({ state }) => state),
    ends.map(({ uuid }) => uuid),
    ends.map(({ code }) => code),
    ends.map(({ message }) => message),
    ends.map(({ dueInMs }) => dueInMs),
    ends.map(({ isTry }) => isTry),
  ]);
  return ends.map(() => null);
});

/** Records the end of a call and the invite's new state, in one statement with whatever else ends at the time. */
export async function finishCall(pool: Pool, end: CallEnd): Promise<void> {
  await finishOne(pool, end);
}

/**
 * Turns calls whose end nobody will see into `unknown`, due at once.
 *
 * @param workerSilentMs how long a worker may be silent before it counts as dead
 * @param callMs how long a call may take at the very most
 * @param maxTries how many calls may be made for one invite; after that it is due no more by itself
 * @returns how many there were
 */
export async function loseCalls(
  pool: Pool,
  workerSilentMs: number,
  callMs: number,
  maxTries: number = DEFAULT_RETRY_POLICY.maxTries,
): Promise<number> {
  const lost = await run(pool, 'lose-calls', [workerSilentMs, callMs, maxTries]);
  return lost.length;
}
