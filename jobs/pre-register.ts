import type { Pool } from 'pg';
import { type Answer, hasPassed, httpStatusOf } from '../src/invite/answer.js';
import type { Random } from '../src/invite/backoff.js';
import type { OpenHours } from '../src/invite/open-hours.js';
import { type Outcome, outcomeOf, type RetryPolicy } from '../src/invite/outcome.js';
import type { InviteState } from '../src/invite/states.js';
import {
  type CallEnd,
  type Claim,
  claimInvite,
  finishCall,
  releaseInvite,
} from '../src/ledger/calls.js';
import { crashPoint } from '../src/observe/crash-point.js';
import type { Log } from '../src/observe/log.js';
import type { Pacer } from '../src/queue/pacer.js';
import { holdFirst } from './hold-first.js';
import { placeHold } from './place-hold.js';
import { reachSlot } from './reach-slot.js';

/** What the job needs of the world. */
export interface PreRegisterContext {
  readonly pool: Pool;
  /** Id of this process in the ledger. */
  readonly worker: string;
  readonly pacer: Pacer;
  /** The hours outside of which nobody is called; null: none. */
  readonly hours: OpenHours | null;
  /** Makes the call itself; throws only where there was no call to speak of. */
  call(claim: Claim): Promise<Answer>;
  /** Stops the client: nothing more is called until a person has mended what the message says. */
  stopClient(code: string, message: string): Promise<void>;
  /** Repeats what a server in trouble has refused, until it is back: an answer in hand is not given up for that. */
  untilDone<Result>(work: () => Promise<Result>): Promise<Result>;
  readonly policy: RetryPolicy;
  readonly random: Random;
  readonly log: Log;
}

/** What the queue has to do with the job: it is done, or it comes again after `afterMs`. */
export type JobEnd = { kind: 'done' } | { kind: 'again'; afterMs: number };

/**
 * One invite, from its turn in the queue to its recorded outcome.
 *
 * The slot is taken first and the invite claimed while it is waited for: an invite that needs no call (done, cancelled,
 * taken by another worker) passes its slot on to the next job, so that it costs the pace nothing.
 */
export async function preRegister(inviteId: number, context: PreRegisterContext): Promise<JobEnd> {
  const { pool, pacer, worker, hours, untilDone } = context;
  crashPoint('pre-register: job taken');
  for (;;) {
    const slot = await pacer.take();
    crashPoint('pre-register: slot taken');
    if (hours !== null && (await holdFirst(pool, inviteId, hours))) {
      pacer.giveBack(slot);
      return { kind: 'done' };
    }
    const claim = await claimInvite(pool, inviteId, 'pre-register', worker);
    if (claim === null) {
      pacer.giveBack(slot);
      return { kind: 'done' };
    }
    crashPoint('pre-register: claimed');
    const isItsTurn = await reachSlot(slot, pacer).catch(async (cause: unknown) => {
      await untilDone(() => releaseInvite(pool, claim.attemptId));
      throw cause;
    });
    if (!isItsTurn) {
      await untilDone(() => releaseInvite(pool, claim.attemptId));
      crashPoint('pre-register: claim given back');
      continue;
    }
    crashPoint('pre-register: slot reached');
    const outcome = await callAndRecord(claim, context);
    // A 429 leaves the invite where it was: it takes the next slot after the hold.
    if (outcome.kind !== 'hold') return jobEndOf(outcome);
  }
}

async function callAndRecord(claim: Claim, context: PreRegisterContext): Promise<Outcome> {
  const { pool, pacer, policy, random, log, untilDone } = context;
  const sentAt = performance.now();
  const answer = await context.call(claim);
  crashPoint('pre-register: answer read');
  const { tries, mayHaveArrived } = claim;
  const outcome = outcomeOf(answer, { tries, mayHaveArrived, policy, random });
  // The hold is placed before anything else: calls that are on their way to their slot must learn of it.
  if (outcome.kind === 'hold') {
    await placeHold(pacer, outcome.retryAfterMs, sentAt, log);
    crashPoint('pre-register: hold placed');
  }
  if (hasPassed(answer)) pacer.passed(sentAt);
  if (outcome.kind === 'stop') {
    await context.stopClient(outcome.code, outcome.message);
    crashPoint('pre-register: client stopped');
  }
  const end: CallEnd = {
    attemptId: claim.attemptId,
    httpStatus: httpStatusOf(answer),
    outcome: outcome.kind,
    state: stateAfter(outcome, mayHaveArrived),
    uuid: 'uuid' in outcome ? outcome.uuid : null,
    code: 'code' in outcome ? outcome.code : null,
    message: 'message' in outcome ? outcome.message : null,
    dueInMs: dueInMs(outcome),
    isTry: outcome.kind !== 'hold' && outcome.kind !== 'stop',
  };
  await untilDone(() => finishCall(pool, end));
  crashPoint('pre-register: outcome recorded');
  log.debug(
    { inviteId: claim.inviteId, outcome: outcome.kind, status: httpStatusOf(answer) },
    'called',
  );
  return outcome;
}

function stateAfter(outcome: Outcome, mayHaveArrived: boolean): InviteState {
  switch (outcome.kind) {
    case 'invited':
    case 'existing':
    case 'failed':
    case 'unknown':
      return outcome.kind;
    case 'retry':
    case 'hold':
    case 'stop':
      // An invite once in doubt stays so until an answer clears it up.
      return mayHaveArrived ? 'unknown' : 'queued';
  }
}

function dueInMs(outcome: Outcome): number | null {
  switch (outcome.kind) {
    case 'retry':
    case 'unknown':
      return outcome.afterMs;
    case 'hold':
    case 'stop':
      return 0;
    case 'invited':
    case 'existing':
    case 'failed':
      return null;
  }
}

function jobEndOf(outcome: Outcome): JobEnd {
  const isAgain = outcome.kind === 'retry' || outcome.kind === 'unknown';
  return isAgain && outcome.afterMs !== null
    ? { kind: 'again', afterMs: outcome.afterMs }
    : { kind: 'done' };
}
