import type { Pool } from 'pg';
import { type InviteState, RETRYABLE_STATES } from '../invite/states.js';
import type { Scope } from './counts.js';
import { run } from './statement.js';

/**
 * Has people called again from the start. Those who have been invited are never among them; somebody who had been before
 * they were cancelled is `invited` again, and goes on by the policy. Returns how many.
 */
export function retryInvites(
  pool: Pool,
  scope: Scope,
  states: readonly InviteState[] = RETRYABLE_STATES,
) {
  return setState(pool, 'pending', states, scope);
}

/** Whom a cancellation takes unless told otherwise: people who have not been invited. */
const NOT_INVITED: readonly InviteState[] = ['pending', 'queued', 'unknown', 'failed'];

/**
 * Keeps people from being called, or, where they have been invited, from being written to again. A call that is under way
 * is let finish. Returns how many.
 */
export function cancelInvites(
  pool: Pool,
  scope: Scope,
  states: readonly InviteState[] = NOT_INVITED,
) {
  return setState(pool, 'cancelled', states, scope);
}

async function setState(
  pool: Pool,
  state: InviteState,
  from: readonly InviteState[],
  { clientId, batchId }: Scope,
): Promise<number> {
  const changed = await run(pool, 'set-state', [state, from, clientId, batchId]);
  return changed.length;
}
