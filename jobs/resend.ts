import type { Pool } from 'pg';
import type { ResendRules } from '../src/config/resend-rules.js';
import { type Answer, hasPassed, httpStatusOf } from '../src/invite/answer.js';
import type { Random } from '../src/invite/backoff.js';
import { handAllowedFrom, handCoolDownMs } from '../src/invite/hand-resend.js';
import { type ResendOutcome, resendOutcomeOf } from '../src/invite/resend-outcome.js';
import type { NextStep } from '../src/invite/resend-policy.js';
import { dropRequest, postponeRequest } from '../src/ledger/hand-resends.js';
import { findInvited, type InvitedRecord, savePlans } from '../src/ledger/plans.js';
import {
  claimResend,
  finishResend,
  type ResendClaim,
  releaseResend,
} from '../src/ledger/resends.js';
import { crashPoint } from '../src/observe/crash-point.js';
import type { Log } from '../src/observe/log.js';
import type { Pacer } from '../src/queue/pacer.js';
import { placeHold } from './place-hold.js';
import { stepFor } from './plan-steps.js';
import type { JobEnd } from './pre-register.js';
import { reachSlot } from './reach-slot.js';

/** What the job needs of the world. */
export interface ResendContext {
  readonly pool: Pool;
  /** Id of this process in the ledger. */
  readonly worker: string;
  readonly pacer: Pacer;
  readonly rules: ResendRules;
  /** Makes the call itself; throws only where there was no call to speak of. */
  call(claim: ResendClaim): Promise<Answer>;
  /** Stops the client: nothing more is called until a person has mended what the message says. */
  stopClient(code: string, message: string): Promise<void>;
  /** Repeats what a server in trouble has refused, until it is back: an answer in hand is not given up for that. */
  untilDone<Result>(work: () => Promise<Result>): Promise<Result>;
  readonly random: Random;
  readonly log: Log;
}

/** When a call is made again that could not be sent, in ms; a random part is added, so that people do not come back together. */
const UNREACHABLE_MS = 60_000;

/** A look-up older than this, in ms, is made again: the job has waited in line, or the client stood still. */
const LOOK_UP_BELIEVED_MS = 15 * 60_000;

/**
 * One message that is sent again, from its turn in the queue to its record. Whether it is still to be sent is asked at the
 * last moment, and the slot of the policy is used up by the claim: whatever becomes of this process, there is no second
 * message in it.
 */
export async function resend(inviteId: number, context: ResendContext): Promise<JobEnd> {
  const { pool, pacer, random, untilDone } = context;
  crashPoint('resend: job taken');
  for (;;) {
    const slot = await pacer.take();
    crashPoint('resend: slot taken');
    const claim = await claimDue(inviteId, context);
    if (claim === null) {
      pacer.giveBack(slot);
      return { kind: 'done' };
    }
    crashPoint('resend: claimed');
    const isItsTurn = await reachSlot(slot, pacer).catch(async (cause: unknown) => {
      await untilDone(() => releaseResend(pool, claim, null));
      throw cause;
    });
    if (!isItsTurn) {
      await untilDone(() => releaseResend(pool, claim, null));
      crashPoint('resend: claim given back');
      continue;
    }
    crashPoint('resend: slot reached');
    const outcome = await callAndRecord(claim, context);
    if (outcome.kind === 'unsent')
      return { kind: 'again', afterMs: Math.round(UNREACHABLE_MS * (1 + random())) };
    // A 429 leaves everything where it was: the message takes the next slot after the hold.
    if (outcome.kind !== 'hold') return { kind: 'done' };
  }
}

type ClaimContext = Pick<ResendContext, 'pool' | 'worker' | 'rules'>;

/** Claims what is due for the person: a slot of the policy, or else what an operator asked for. Null: nothing is. */
export async function claimDue(
  inviteId: number,
  context: ClaimContext,
): Promise<ResendClaim | null> {
  const person = await findInvited(context.pool, inviteId);
  if (person === null) return null;
  return (await claimSlot(person, context)) ?? (await claimByHand(person, context));
}

async function claimSlot(
  person: InvitedRecord,
  { pool, worker, rules: { inForce, isLookedUp, activating } }: ClaimContext,
): Promise<ResendClaim | null> {
  if (inForce === null) return null;
  const { policy, fingerprint } = inForce;
  const save = (step: NextStep) => savePlans(pool, fingerprint, [{ person, step }]);

  const step = stepFor(policy, person);
  if (step.kind !== 'resend' || step.at > person.now) {
    await save(step);
    return null;
  }
  if (isLookedUp && hasStaleLookUp(person)) {
    // Due anew, so that the sweep has the person looked up once more.
    await save({ ...step, at: person.now });
    return null;
  }
  if (person.plannedBy !== fingerprint || person.nextSlot !== step.slot) await save(step);
  return claimResend(pool, person, {
    worker,
    slot: step.slot,
    policy: fingerprint,
    isLookedUp,
    coolDownMs: Math.max(policy.coolDownMs, policy.resendWindowMs),
    alsoSuppressed: false,
    activating,
  });
}

async function claimByHand(
  person: InvitedRecord,
  { pool, worker, rules: { configured, isLookedUp, activating } }: ClaimContext,
): Promise<ResendClaim | null> {
  const { id, byHandAt, byHandIgnores, isSuppressed, now } = person;
  if (byHandAt === null || byHandAt > now) return null;
  const alsoSuppressed = byHandIgnores.includes('suppression');
  if (isSuppressed && !alsoSuppressed) {
    await dropRequest(pool, id);
    return null;
  }
  const allowedFrom = handAllowedFrom(configured, byHandIgnores, person, now);
  if (allowedFrom > now || (isLookedUp && hasStaleLookUp(person))) {
    await postponeRequest(pool, id, allowedFrom);
    return null;
  }
  return claimResend(pool, person, {
    worker,
    slot: null,
    policy: null,
    isLookedUp,
    coolDownMs: handCoolDownMs(configured, byHandIgnores),
    alsoSuppressed,
    activating,
  });
}

function hasStaleLookUp({ checkedAt, now }: InvitedRecord): boolean {
  return checkedAt !== null && now.getTime() - checkedAt.getTime() > LOOK_UP_BELIEVED_MS;
}

async function callAndRecord(
  claim: ResendClaim,
  { pool, pacer, log, call, stopClient, untilDone }: ResendContext,
): Promise<ResendOutcome> {
  const sentAt = performance.now();
  const answer = await call(claim);
  crashPoint('resend: answer read');
  const outcome = resendOutcomeOf(answer);
  // The hold is placed before anything else: calls that are on their way to their slot must learn of it.
  if (outcome.kind === 'hold') {
    await placeHold(pacer, outcome.retryAfterMs, sentAt, log);
    crashPoint('resend: hold placed');
  }
  if (hasPassed(answer)) pacer.passed(sentAt);
  if (outcome.kind === 'stop') await stopClient(outcome.code, outcome.message);
  await untilDone(() => record(pool, claim, outcome, httpStatusOf(answer)));
  crashPoint('resend: outcome recorded');
  log.debug({ inviteId: claim.inviteId, slot: claim.slot, outcome: outcome.kind }, 'sent again');
  return outcome;
}

async function record(
  pool: Pool,
  claim: ResendClaim,
  outcome: ResendOutcome,
  httpStatus: number | null,
): Promise<void> {
  const { attemptId } = claim;
  const { kind } = outcome;
  switch (kind) {
    case 'hold':
    case 'stop':
    case 'unsent': {
      const code = 'code' in outcome ? outcome.code : null;
      return releaseResend(pool, claim, { httpStatus, outcome: kind, code });
    }
    case 'resent':
    case 'lost':
    case 'not-sent':
      return finishResend(pool, {
        attemptId,
        httpStatus,
        outcome: kind,
        uuid: 'uuid' in outcome ? outcome.uuid : null,
        code: 'code' in outcome ? outcome.code : null,
        message: 'message' in outcome ? outcome.message : null,
        mayHaveArrived: kind !== 'not-sent',
      });
  }
}
