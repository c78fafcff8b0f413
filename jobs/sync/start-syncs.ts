import type { Engine } from '../../src/queue/engine.js';
import { SyncClock, SyncQueue } from '../../src/queue/sync-queue.js';
import { watchWorker } from '../watch-worker.js';
import { queueDueSyncs } from './queue-due-syncs.js';
import { runDueSync } from './run-due-sync.js';
import type { SyncWorld } from './sync-world.js';

/** This process's part in the schedules of syncs. */
export interface SyncWorkers {
  /** Sets the clock up where it is missing, as after a flush of Redis. */
  ensureScheduled(): Promise<void>;
  /** Runs under way are broken off at their next set of rows; another process, or the next start, makes up for them. */
  close(): Promise<void>;
}

/** Starts the clock of syncs and a worker for their runs. What was missed while no process was there is due at once. */
export async function startSyncs(engine: Engine, world: SyncWorld): Promise<SyncWorkers> {
  const queue = new SyncQueue(engine);
  const clock = new SyncClock(engine);
  const stop = new AbortController();
  await clock.ensureScheduled();
  const looking = clock.openWorker(() => queueDueSyncs(world, queue));
  const runs = queue.openWorker((job) => runDueSync(job, world, stop.signal));
  watchWorker(looking, world.log, 'it is looked again within seconds which syncs are due');
  watchWorker(runs, world.log, 'its sync is found again where it is still due');
  await clock.soon();
  return {
    ensureScheduled: () => clock.ensureScheduled(),
    async close() {
      stop.abort();
      await Promise.all([looking.close(), runs.close()]);
      await Promise.all([clock.close(), queue.close()]);
    },
  };
}
