import type { Pool } from 'pg';
import { dropOldEvents, type EventOutcome, handleOpenEvents } from '../src/ledger/events.js';
import type { Log } from '../src/observe/log.js';

/**
 * Does what the recorded events of a client say, set by set, until none is open, and drops old ones that brought nothing.
 * Events may have come twice and in any order; several processes may do this at once.
 *
 * @param activating types of event that tell of an activation
 */
export async function handleEvents(
  pool: Pool,
  clientId: number,
  activating: readonly string[],
  log: Log,
): Promise<void> {
  for (;;) {
    const outcomes = await handleOpenEvents(pool, clientId, activating);
    if (outcomes.length === 0) break;
    const counts: Partial<Record<EventOutcome, number>> = {};
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    log.debug({ clientId, ...counts }, 'events handled');
  }
  const dropped = await dropOldEvents(pool, clientId);
  if (dropped > 0) log.debug({ clientId, events: dropped }, 'old events dropped');
}
