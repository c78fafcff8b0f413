import type { Pool } from 'pg';
import { CANCELLABLE_STATES, type InviteState, RETRYABLE_STATES } from '../invite/states.js';
import type { Scope } from './counts.js';
import { run } from './statement.js';

/** Has people called again from the start. Those who have been invited are never among them. Returns how many. */
export function retryInvites(
  pool: Pool,
  scope: Scope,
  states: readonly InviteState[] = RETRYABLE_STATES,
) {
  return setState(pool, 'pending', states, scope);
}

/** Keeps people from being called. A call that is under way is let finish. Returns how many. */
export function cancelInvites(
  pool: Pool,
  scope: Scope,
  states: readonly InviteState[] = CANCELLABLE_STATES,
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
