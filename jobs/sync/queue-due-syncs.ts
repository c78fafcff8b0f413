import { readClock } from '../../src/ledger/clock.js';
import { listBrokenOff } from '../../src/ledger/syncs/broken-off.js';
import { crashPoint } from '../../src/observe/crash-point.js';
import type { SyncQueue } from '../../src/queue/sync-queue.js';
import { lastDue } from '../../src/sync/due-times.js';
import { readSyncs } from './read-syncs.js';
import type { SyncWorld } from './sync-world.js';

/**
 * Asks for the runs of a client's syncs that are due. It may be done at any moment, twice at once, or not for days: of all due times that were
 * missed, the last is made up for, and whether one is settled stands in the ledger.
 */
export async function queueDueSyncs(
  client: string,
  world: SyncWorld,
  queue: SyncQueue,
): Promise<void> {
  const { pool, log } = world;
  const now = await readClock(pool);
  const active = new Set<number>();
  for (const sync of await readSyncs(world)) {
    const { id, name, lastDueAt, pausedAt } = sync.record;
    if (sync.record.client !== client || pausedAt !== null) continue;
    if (sync.trouble !== null) {
      log.debug({ sync: name }, 'a sync cannot be run by this process');
      continue;
    }
    active.add(id);
    const due = lastDue(sync.settings, now);
    if (lastDueAt !== null && due <= lastDueAt) continue;
    await queue.addDue(id, due.getTime());
    crashPoint('sync: run asked for');
  }
  for (const { syncId, runId } of await listBrokenOff(pool))
    if (active.has(syncId)) await queue.addAgain(syncId, runId);
}
