import type { Pool } from 'pg';
import type { ResendRules } from '../src/config/resend-rules.js';
import { type NextStep, nextStep, type ResendPolicy } from '../src/invite/resend-policy.js';
import { forgetPlans, type InvitedRecord, listUnplanned, savePlans } from '../src/ledger/plans.js';

/** People planned in one round trip. */
const SET = 1_000;
/** After a changed policy there may be a million to plan, and all else that the sweep does would wait for it. */
const SETS_IN_ONE_SWEEP = 10;

/** What comes next for a person by the policy. Somebody who is suppressed gets no message, and is given up in time. */
export function stepFor(policy: ResendPolicy, person: InvitedRecord): NextStep {
  const forPerson = person.isSuppressed ? { ...policy, maximum: 0 } : policy;
  return nextStep(forPerson, person, person.now);
}

/**
 * Reckons what comes next for people of a client for whom that has not been done by the policy in force; whom one sweep does
 * not come to, the next one does.
 */
export async function planSteps(
  pool: Pool,
  clientId: number,
  { inForce }: ResendRules,
): Promise<void> {
  if (inForce === null) return forgetPlans(pool, clientId);
  const { policy, fingerprint } = inForce;
  for (let set = 0; set < SETS_IN_ONE_SWEEP; set += 1) {
    const people = await listUnplanned(pool, clientId, fingerprint, SET);
    const plans = people.map((person) => ({ person, step: stepFor(policy, person) }));
    const saved = await savePlans(pool, fingerprint, plans);
    // Whom another process holds or has changed is left to the next sweep.
    if (people.length < SET || saved === 0) return;
  }
}
