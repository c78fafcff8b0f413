import { listRuns } from '../../../ledger/syncs/runs.js';
import { EXIT_CODE, type ExitCode } from '../../exit-code.js';
import { output } from '../../output.js';
import { withSession } from '../../session.js';
import { chooseSync, zoneOf } from '../../sync/choose-sync.js';
import { formatRuns } from '../../sync/format-run.js';
import { syncWorld } from '../../sync/sync-world.js';
import { reportWithSettings, runFacts } from './show.js';

/** `rollcall sync history <name>`: its runs, the latest first, the skipped ones too. */
export function syncHistory(
  name: string,
  { limit, json }: { limit: number; json?: boolean },
): Promise<ExitCode> {
  return withSession(async (session) => {
    const world = await syncWorld(session);
    const sync = await chooseSync(world, name);
    const runs = await listRuns(world.pool, sync.record.id, limit);
    if (json === true)
      for (const run of runs) output.json(runFacts(run, await reportWithSettings(run, world)));
    else if (runs.length === 0) output.note(`The sync ${name} has made no run yet.`);
    else output.data(formatRuns(runs, zoneOf(sync)));
    return EXIT_CODE.done;
  });
}
