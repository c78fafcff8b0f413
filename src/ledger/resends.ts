import type { Pool } from 'pg';
import type { Recipient } from './calls.js';
import type { InvitedRecord } from './plans.js';
import { run, transaction } from './statement.js';

/** A message to be sent again. */
export interface DueResend {
  readonly inviteId: number;
  /** Slot of the policy; null where an operator asked for it. */
  readonly slot: number | null;
}

/** What is asked for when looking for people for whom something is due. */
export interface DueQuery {
  readonly clientId: number;
  /** Fingerprint of the policy in force; null: none, so that only what operators asked for is due. */
  readonly policy: string | null;
  /** Whether people have to have been looked up since they were due. */
  readonly isLookedUp: boolean;
  readonly count: number;
}

/** A slot, or an operator's request, that this worker and no other may now make one call for. */
export interface ResendClaim extends Recipient {
  readonly attemptId: number;
  readonly slot: number | null;
  /** What stood in the ledger before, for giving the claim back. */
  readonly slotBefore: number;
  readonly byHandAt: Date | null;
}

export interface ResendTerms {
  readonly worker: string;
  /** Null: by hand. */
  readonly slot: number | null;
  readonly policy: string | null;
  readonly isLookedUp: boolean;
  readonly coolDownMs: number;
  /** Whether somebody may be written to who is suppressed. */
  readonly alsoSuppressed: boolean;
  /** Types of event that tell of an activation. */
  readonly activating: readonly string[];
}

/** How a resend ended that has used its slot up. */
export interface ResendEnd {
  readonly attemptId: number;
  readonly httpStatus: number | null;
  readonly outcome: string;
  readonly uuid: string | null;
  readonly code: string | null;
  readonly message: string | null;
  /** Whether a message went out, or may have. */
  readonly mayHaveArrived: boolean;
}

/** A call that surely sent nothing. */
export interface UnusedCall {
  readonly httpStatus: number | null;
  readonly outcome: string;
  readonly code: string | null;
}

/** Messages to be sent again now, the longest due first. */
export function listDueResends(pool: Pool, query: DueQuery): Promise<DueResend[]> {
  const { clientId, policy, isLookedUp, count } = query;
  return run<DueResend & Record<string, unknown>>(pool, 'list-due-resends', [
    clientId,
    policy,
    isLookedUp,
    count,
  ]);
}

/** How many people of these clients something is due for, is being done, or is still to be reckoned. */
export async function countDueResends(
  pool: Pool,
  clients: readonly { readonly id: number; readonly policy: string | null }[],
): Promise<number> {
  const [row] = await run<{ due: number }>(pool, 'count-due-resends', [
    clients.map(({ id }) => id),
    clients.map(({ policy }) => policy),
  ]);
  return row?.due ?? 0;
}

/**
 * Takes a due slot, or an operator's request, for one call and records that call. It is used up from then on, also if this
 * process dies. Null where there is nothing to do: the person has changed in the meantime, is suppressed, was written to
 * within the cool-down by whichever client, has not been looked up, or has activated by an event that nobody has handled
 * yet; or the client is paused.
 */
export async function claimResend(
  pool: Pool,
  person: InvitedRecord,
  terms: ResendTerms,
): Promise<ResendClaim | null> {
  const { worker, slot, policy, isLookedUp, coolDownMs, alsoSuppressed, activating } = terms;
  const { id, resendSlot: slotBefore, byHandAt } = person;
  const [claim] = await transaction(pool, async (connection) => {
    await run(connection, 'lock-person', [id]);
    return await run<Omit<ResendClaim, 'slot' | 'slotBefore' | 'byHandAt'>>(
      connection,
      'claim-resend',
      [id, worker, slot, slotBefore, policy, isLookedUp, coolDownMs, alsoSuppressed, activating],
    );
  });
  return claim === undefined ? null : { ...claim, slot, slotBefore, byHandAt };
}

/** Records the end of a resend that has used its slot up. */
export async function finishResend(pool: Pool, end: ResendEnd): Promise<void> {
  await run(pool, 'finish-resend', [
    end.attemptId,
    end.httpStatus,
    end.outcome,
    end.uuid,
    end.code,
    end.message,
    end.mayHaveArrived,
  ]);
}

/** Gives a slot or request back unused. `call` is the call that was made in vain; null: none was, and none is recorded. */
export async function releaseResend(
  pool: Pool,
  claim: ResendClaim,
  call: UnusedCall | null,
): Promise<void> {
  await run(pool, 'release-resend', [
    claim.attemptId,
    claim.slot,
    claim.slotBefore,
    claim.byHandAt,
    call !== null,
    call?.httpStatus,
    call?.outcome,
    call?.code,
  ]);
}
