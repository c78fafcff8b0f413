import { readSyncs, type Sync } from '../../../../jobs/sync/read-syncs.js';
import { readClock } from '../../../ledger/clock.js';
import { listRuns, type SyncRun } from '../../../ledger/syncs/runs.js';
import { nextDue } from '../../../sync/due-times.js';
import { EXIT_CODE, type ExitCode } from '../../exit-code.js';
import { output } from '../../output.js';
import { withSession } from '../../session.js';
import { formatSyncs } from '../../sync/format-sync.js';
import { syncWorld } from '../../sync/sync-world.js';

/** `rollcall sync list`: every sync, when it runs next and how its last run ended. */
export function syncList({ json }: { json?: boolean }): Promise<ExitCode> {
  return withSession(async (session) => {
    const world = await syncWorld(session);
    const now = await readClock(world.pool);
    const syncs = await Promise.all(
      (await readSyncs(world)).map(async (sync) => {
        const [last] = await listRuns(world.pool, sync.record.id, 1);
        return { sync, last: last ?? null };
      }),
    );
    if (json === true) for (const { sync, last } of syncs) output.json(factsOf(sync, last, now));
    else if (syncs.length === 0) output.note('There is no sync yet; see: rollcall sync add --help');
    else output.data(formatSyncs(syncs, now));
    return EXIT_CODE.done;
  });
}

/** What `--json` tells of a sync. Settings name the places of secrets only. */
export function factsOf(sync: Sync, last: SyncRun | null, now: Date) {
  const { name, client, pausedAt, lastDueAt, settings } = sync.record;
  const isUsable = sync.trouble === null;
  return {
    ...{ sync: name, client, pausedAt, lastDueAt },
    from: settings === null ? 'file' : 'ledger',
    settings: isUsable ? sync.settings : null,
    nextDueAt: isUsable && pausedAt === null ? nextDue(sync.settings, now) : null,
    trouble: sync.trouble,
    last: last === null ? null : { run: last.id, state: last.state, code: last.code },
  };
}
