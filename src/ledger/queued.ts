import type { Pool } from 'pg';
import { run } from './statement.js';

/** An invite that ought to have a job, and how long that job has to wait. */
export interface QueuedInvite {
  readonly id: number;
  readonly delayMs: number;
}

/**
 * An invite has its job this many ms before it is due: longer than any pause between two calls. Who is held until a later hour
 * needs no job yet, and would only take the place of somebody else.
 */
const JOB_AHEAD_MS = 600_000;

/** Marks up to `count` pending invites of a client as queued, the longest waiting first, and returns their ids. */
export async function enqueuePending(
  pool: Pool,
  clientId: number,
  count: number,
): Promise<number[]> {
  const rows = await run<{ id: number }>(pool, 'enqueue-pending', [clientId, count]);
  return rows.map(({ id }) => id);
}

/** How many invites of a client ought to have a job. */
export async function countQueued(pool: Pool, clientId: number): Promise<number> {
  const [row] = await run<{ queued: number }>(pool, 'count-queued', [clientId, JOB_AHEAD_MS]);
  return row?.queued ?? 0;
}

/** The invites of a client that ought to have a job; at most as many as the queue's window. */
export function listQueued(pool: Pool, clientId: number): Promise<QueuedInvite[]> {
  return run<QueuedInvite>(pool, 'list-queued', [clientId, JOB_AHEAD_MS]);
}
