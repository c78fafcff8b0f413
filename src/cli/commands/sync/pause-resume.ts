import { readClock } from '../../../ledger/clock.js';
import { saveSyncDue, setSyncPaused } from '../../../ledger/syncs/syncs.js';
import { EXIT_CODE, type ExitCode } from '../../exit-code.js';
import { output } from '../../output.js';
import { withSession } from '../../session.js';
import { chooseSync } from '../../sync/choose-sync.js';
import { syncWorld } from '../../sync/sync-world.js';

/** `rollcall sync pause <name>`: lets its schedule rest. A run under way ends as it would, and runs by hand are possible. */
export function syncPause(name: string, options: { json?: boolean }): Promise<ExitCode> {
  return setPaused(name, true, options);
}

/** `rollcall sync resume <name>`: lets it go on with the next due time. */
export function syncResume(name: string, options: { json?: boolean }): Promise<ExitCode> {
  return setPaused(name, false, options);
}

function setPaused(
  name: string,
  isPaused: boolean,
  { json }: { json?: boolean },
): Promise<ExitCode> {
  return withSession(async (session) => {
    const world = await syncWorld(session);
    const { pool } = world;
    const { record } = await chooseSync(world, name);
    // What came due in the pause was not missed, but not wanted.
    if (!isPaused && record.pausedAt !== null)
      await saveSyncDue(pool, record.id, await readClock(pool));
    await setSyncPaused(pool, record.id, isPaused);
    if (json === true) output.json({ sync: name, isPaused });
    else output.data(`Sync ${name} ${isPaused ? 'is paused' : 'goes on at its next due time'}.`);
    return EXIT_CODE.done;
  });
}
