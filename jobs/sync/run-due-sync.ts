import { z } from 'zod';
import { readClock } from '../../src/ledger/clock.js';
import { findUntold, type RunRequest, type SyncRun } from '../../src/ledger/syncs/runs.js';
import { crashPoint } from '../../src/observe/crash-point.js';
import type { Log } from '../../src/observe/log.js';
import { contextOf } from './open-context.js';
import { readSyncs, type UsableSync } from './read-syncs.js';
import { runSync } from './run-sync.js';
import type { SyncWorld } from './sync-world.js';
import { tellOfRun } from './tell-of-run.js';

const syncJob = z.union([
  z.object({ syncId: z.int().positive(), dueMs: z.int() }),
  z.object({ syncId: z.int().positive(), brokenOff: z.int().positive() }),
]);

/** A run that begins later than this after its due time, in ms, counts as made up for. */
const LATE_MS = 10 * 60_000;

/**
 * Makes the run that a job asks for, and tells of it. A job may come twice, or long after its time: each due time is settled
 * once, by the ledger, and told of once, or twice where a process ended while it told. One that this process cannot do is let go,
 * as it is asked for again by whoever can.
 */
export async function runDueSync(
  job: unknown,
  world: SyncWorld,
  signal: AbortSignal,
): Promise<void> {
  const asked = syncJob.parse(job);
  crashPoint('sync: job taken');
  const sync = (await readSyncs(world)).find(({ record }) => record.id === asked.syncId);
  // Removed or paused since, or not configured here.
  if (sync === undefined || sync.record.pausedAt !== null || sync.trouble !== null) return;
  const request = requestOf(sync, asked, await readClock(world.pool));
  const begun = await runSync(request, contextOf(sync, world, signal));
  // A job that comes again because its process ended may find the run over, and nobody told of it.
  const run = begun ?? (await findUntold(world.pool, asked.syncId, request));
  if (run === null) return;
  logEnd(run, world.log);
  await tellOfRun(run, sync, world, signal);
}

/** Nobody reads the report of a run that no person began. */
function logEnd({ id, sync, state, code, message }: SyncRun, log: Log): void {
  const facts = { sync, runId: id, state, code };
  if (state === 'failed') log.error({ ...facts, reason: message }, 'a run of a sync has failed');
  else log.info(facts, 'a run of a sync has ended');
}

function requestOf(
  { settings: { whenHeld } }: UsableSync,
  asked: z.output<typeof syncJob>,
  now: Date,
): RunRequest {
  if ('brokenOff' in asked)
    return { trigger: 'catch-up', dueAt: now, whenHeld, takesUp: asked.brokenOff };
  const { dueMs } = asked;
  const isLate = now.getTime() - dueMs > LATE_MS;
  return { trigger: isLate ? 'catch-up' : 'schedule', dueAt: new Date(dueMs), whenHeld };
}
