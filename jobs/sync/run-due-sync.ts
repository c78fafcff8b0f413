import { z } from 'zod';
import { readClock } from '../../src/ledger/clock.js';
import type { RunRequest } from '../../src/ledger/syncs/runs.js';
import { contextOf } from './open-context.js';
import { readSyncs, type UsableSync } from './read-syncs.js';
import { runSync } from './run-sync.js';
import type { SyncWorld } from './sync-world.js';
import { tellOfRun } from './tell-of-run.js';

const syncJob = z.object({ syncId: z.int().positive(), dueMs: z.int().nullable() });

/** A run that begins later than this after its due time, in ms, counts as made up for. */
const LATE_MS = 10 * 60_000;

/**
 * Makes the run that a job asks for, and tells of it. A job may come twice, or long after its time: each due time is settled
 * once, by the ledger. One that this process cannot do is let go, as it is asked for again by whoever can.
 */
export async function runDueSync(
  job: unknown,
  world: SyncWorld,
  signal: AbortSignal,
): Promise<void> {
  const { syncId, dueMs } = syncJob.parse(job);
  const sync = (await readSyncs(world)).find(({ record }) => record.id === syncId);
  // Removed or paused since, or not configured here.
  if (sync === undefined || sync.record.pausedAt !== null || sync.trouble !== null) return;
  const request = requestOf(sync, dueMs, await readClock(world.pool));
  const run = await runSync(request, contextOf(sync, world, signal));
  if (run === null) return;
  const { id, state, code } = run;
  world.log.info({ sync: sync.record.name, runId: id, state, code }, 'a run of a sync has ended');
  await tellOfRun(run, sync, world, signal);
}

function requestOf({ settings }: UsableSync, dueMs: number | null, now: Date): RunRequest {
  const { whenHeld } = settings;
  if (dueMs === null) return { trigger: 'catch-up', dueAt: now, whenHeld };
  const isLate = now.getTime() - dueMs > LATE_MS;
  return { trigger: isLate ? 'catch-up' : 'schedule', dueAt: new Date(dueMs), whenHeld };
}
