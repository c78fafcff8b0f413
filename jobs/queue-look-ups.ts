import type { Pool } from 'pg';
import { listGivenUp } from '../src/ledger/doubts.js';
import { listDueChecks } from '../src/ledger/look-ups.js';
import type { ResendQueue } from '../src/queue/resend-queue.js';
import { DOUBT_MS } from './resolve-unknown.js';

/**
 * Has people looked up for whom something is due, and people in doubt. A job of either kind that has not ended is left as it
 * is, also where it waits because a look-up failed.
 *
 * @param most people that one job asks for
 */
export async function queueLookUps(
  pool: Pool,
  clientId: number,
  queue: ResendQueue,
  most: number,
): Promise<void> {
  const due = await listDueChecks(pool, clientId, most);
  if (due.length > 0) await queue.addCheck(due);
  const inDoubt = await listGivenUp(pool, clientId, DOUBT_MS, most);
  if (inDoubt.length > 0) await queue.addResolution(inDoubt);
}
