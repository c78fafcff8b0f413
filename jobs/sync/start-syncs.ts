import type { Engine } from '../../src/queue/engine.js';
import { SyncClock, SyncQueue } from '../../src/queue/sync-queue.js';
import { type WorkerWatch, watchWorker } from '../watch-worker.js';
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

/**
 * Starts, for each client of this process, the clock of its syncs and a worker for their runs. What was missed while no
 * process was there is due at once.
 */
export async function startSyncs(
  engine: Engine,
  world: SyncWorld,
  onTrouble: WorkerWatch['onTrouble'],
): Promise<SyncWorkers> {
  const stop = new AbortController();
  const tools = {
    engine,
    world,
    watching: { log: world.log, engine, onTrouble },
    signal: stop.signal,
  };
  const parts = world.clients.map(({ name }) => startClient(name, tools));
  const ensureScheduled = async () => {
    await Promise.all(parts.map(({ clock }) => clock.ensureScheduled()));
  };
  await ensureScheduled();
  await Promise.all(parts.map(({ clock }) => clock.soon()));
  return {
    ensureScheduled,
    async close() {
      stop.abort();
      await Promise.all(parts.flatMap(({ workers }) => workers.map((worker) => worker.close())));
      await Promise.all(parts.flatMap(({ clock, queue }) => [clock.close(), queue.close()]));
    },
  };
}

interface Tools {
  readonly engine: Engine;
  readonly world: SyncWorld;
  readonly watching: WorkerWatch;
  readonly signal: AbortSignal;
}

function startClient(client: string, { engine, world, watching, signal }: Tools) {
  const queue = new SyncQueue(engine, client);
  const clock = new SyncClock(engine, client);
  const looking = clock.openWorker(() => queueDueSyncs(client, world, queue));
  const running = queue.openWorker((job) => runDueSync(job, world, signal));
  watchWorker(looking, watching, 'it is looked again within seconds which syncs are due');
  watchWorker(running, watching, 'its sync is found again where it is still due');
  return { queue, clock, workers: [looking, running] as const };
}
