import type { Pool } from 'pg';
import { countQueued, enqueuePending, listQueued } from '../ledger/queued.js';
import { crashPoint } from '../observe/crash-point.js';
import type { InviteQueue } from './invite-queue.js';

/**
 * Tops the queue up from the ledger's pending invites, to at most `window` jobs. The ledger is marked first: of a crash in
 * between, `repairQueue` finds the invites that have no job.
 *
 * @returns how many jobs were added
 */
export async function fillQueue(
  pool: Pool,
  clientId: number,
  queue: InviteQueue,
  window: number,
): Promise<number> {
  // The queue may hold jobs of people who need none any more, and the ledger people whose jobs are not counted or are gone.
  const [jobs, queued] = await Promise.all([queue.count(), countQueued(pool, clientId)]);
  const room = window - Math.max(jobs, queued);
  if (room <= 0) return 0;
  const ids = await enqueuePending(pool, clientId, room);
  if (ids.length === 0) return 0;
  crashPoint('fill: people marked');
  await queue.add(ids.map((id) => ({ id, delayMs: 0 })));
  crashPoint('fill: jobs added');
  return ids.length;
}

/**
 * Gives a job to every invite that ought to have one and has none, as after a flush of Redis or a crash.
 *
 * Which ones lack theirs is not looked up: adding a job that is there changes nothing, and at most a window's worth is
 * added. The queue is counted first, so that invites that are done in between do not look like missing jobs.
 *
 * @returns whether jobs were missing
 */
export async function repairQueue(
  pool: Pool,
  clientId: number,
  queue: InviteQueue,
): Promise<boolean> {
  const jobs = await queue.count();
  const queued = await countQueued(pool, clientId);
  if (queued <= jobs) return false;
  await queue.add(await listQueued(pool, clientId));
  return true;
}
