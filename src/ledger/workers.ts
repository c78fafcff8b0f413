import type { Pool } from 'pg';
import type { FixedPace } from '../invite/pace.js';
import { run } from './statement.js';

/** A worker says every five seconds that it is alive; one that has been silent for this many ms is dead. */
export const WORKER_SILENT_MS = 20_000;

/**
 * Says that a worker is alive. To be repeated well within the time after which it counts as dead.
 *
 * @param paces those that it keeps whatever 429s would teach, by the client's id; the first time counts
 */
export async function seeWorker(
  pool: Pool,
  worker: string,
  paces: Readonly<Record<number, FixedPace>> = {},
): Promise<void> {
  await run(pool, 'see-worker', [worker, JSON.stringify(paces)]);
}

/** The pace that the latest of the workers alive keeps for a client, where it is fixed; else null. */
export async function findFixedPace(
  pool: Pool,
  clientId: number,
  silentMs: number = WORKER_SILENT_MS,
): Promise<FixedPace | null> {
  const [pace] = await run<{ calls: number; perMs: number }>(pool, 'find-fixed-pace', [
    clientId,
    silentMs,
  ]);
  return pace ?? null;
}

/** Says that a worker has gone, and made an end of all its calls. */
export async function dismissWorker(pool: Pool, worker: string): Promise<void> {
  await run(pool, 'dismiss-worker', [worker]);
}
