import type { Pacer, Slot } from '../src/queue/pacer.js';

/** A machine that is always late would never call at all; from here on it calls late. */
const MOST_MISSED = 3;

/** A claim whose slot comes later than this, in ms, belongs to a process that slept: the sweep has taken it for dead. */
const STALE_CLAIM_MS = 10_000;

/**
 * Waits for the slot of a claimed call, and for another one where it was missed. False where the claim must be given back
 * first: calls are held, or this process slept for so long that the sweep may have taken it for dead.
 */
export async function reachSlot(first: Slot, pacer: Pacer): Promise<boolean> {
  const claimedAt = Date.now();
  let slot = first;
  for (let missed = 0; missed <= MOST_MISSED; missed += 1) {
    const reached = await pacer.reached(slot);
    if (reached === 'held' || Date.now() - claimedAt > STALE_CLAIM_MS) return false;
    if (reached === 'in-time') return true;
    if (missed < MOST_MISSED) slot = await pacer.take();
  }
  return true;
}
