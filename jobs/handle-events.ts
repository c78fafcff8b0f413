import type { Pool } from 'pg';
import { dropOldEvents, type EventOutcome, handleOpenEvents } from '../src/ledger/events.js';
import { crashPoint } from '../src/observe/crash-point.js';
import type { Log } from '../src/observe/log.js';

/** All else that the sweep does waits for it, also where everything of a week has come in at once. */
const SETS_IN_ONE_SWEEP = 20;

/**
 * Does what the recorded events of a client say, set by set, and drops old ones that brought nothing. What one sweep does not
 * come to, the next one does. Events may have come twice and in any order; several processes may do this at once.
 *
 * @param activating types of event that tell of an activation
 */
export async function handleEvents(
  pool: Pool,
  clientId: number,
  activating: readonly string[],
  log: Log,
): Promise<void> {
  for (let set = 0; set < SETS_IN_ONE_SWEEP; set += 1) {
    const outcomes = await handleOpenEvents(pool, clientId, activating);
    if (outcomes.length === 0) break;
    crashPoint('events: set handled');
    const counts: Partial<Record<EventOutcome, number>> = {};
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    log.debug({ clientId, ...counts }, 'events handled');
  }
  const dropped = await dropOldEvents(pool, clientId);
  if (dropped > 0) log.debug({ clientId, events: dropped }, 'old events dropped');
}
