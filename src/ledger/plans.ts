import type { Pool } from 'pg';
import type { Override } from '../invite/hand-resend.js';
import type { InvitedPerson, NextStep } from '../invite/resend-policy.js';
import { run } from './statement.js';

/** Somebody who may be written to again, as the ledger has them. */
export interface InvitedRecord extends InvitedPerson {
  /** What comes next, as it was last reckoned; all null where nothing comes, or nothing has been reckoned. */
  readonly nextStep: 'resend' | 'expire' | null;
  readonly nextSlot: number | null;
  readonly nextAt: Date | null;
  /** Fingerprint of the policy by which it was reckoned. */
  readonly plannedBy: string | null;
  /** When the person was last looked up. */
  readonly checkedAt: Date | null;
  /** When the message may go out that an operator asked for; null: none was asked for. */
  readonly byHandAt: Date | null;
  readonly byHandIgnores: readonly Override[];
  readonly isSuppressed: boolean;
  /** Another one after each change of the invite. */
  readonly version: string;
  /** The ledger's clock at the moment of reading; every due time goes by it. */
  readonly now: Date;
}

/** A person with what was reckoned to come next. */
export interface Plan {
  readonly person: InvitedRecord;
  readonly step: NextStep;
}

/** People of a client whose next step is to be reckoned: nobody has, or another policy did. */
export function listUnplanned(
  pool: Pool,
  clientId: number,
  policy: string,
  count: number,
): Promise<InvitedRecord[]> {
  return run<InvitedRecord>(pool, 'list-unplanned', [clientId, policy, count]);
}

/** Somebody who may be written to again; null once they have activated, expired or been cancelled. */
export async function findInvited(pool: Pool, inviteId: number): Promise<InvitedRecord | null> {
  const [person] = await run<InvitedRecord>(pool, 'find-invited', [inviteId]);
  return person ?? null;
}

/**
 * Writes down what comes next for people, where they are still as they were when it was reckoned.
 *
 * @param policy fingerprint of the policy that it was reckoned by
 * @returns how many it was written down for
 */
export async function savePlans(
  pool: Pool,
  policy: string,
  plans: readonly Plan[],
): Promise<number> {
  const saved = await run(pool, 'save-steps', [
    policy,
    plans.map(({ person }) => person.id),
    plans.map(({ person }) => person.version),
    plans.map(({ step }) => (step.kind === 'none' ? null : step.kind)),
    plans.map(({ step }) => (step.kind === 'resend' ? step.slot : null)),
    plans.map(({ step }) => (step.kind === 'none' ? null : step.at)),
  ]);
  return saved.length;
}

/** Calls off what an earlier policy planned for a client that has none in force any more. */
export async function forgetPlans(pool: Pool, clientId: number): Promise<void> {
  await run(pool, 'forget-steps', [clientId]);
}

/**
 * Gives up people of a client whose time is over.
 *
 * @param isLookedUp whether people have to have been looked up since their time was over
 * @returns how many were given up, at most `count`
 */
export async function expireInvites(
  pool: Pool,
  clientId: number,
  policy: string,
  isLookedUp: boolean,
  count: number,
): Promise<number> {
  const expired = await run(pool, 'expire', [clientId, policy, isLookedUp, count]);
  return expired.length;
}
