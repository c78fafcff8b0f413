import { approveRun, rejectRun } from '../../../../jobs/sync/approve-run.js';
import { contextOf } from '../../../../jobs/sync/open-context.js';
import { readSyncs, type Sync } from '../../../../jobs/sync/read-syncs.js';
import type { SyncWorld } from '../../../../jobs/sync/sync-world.js';
import { tellOfRun } from '../../../../jobs/sync/tell-of-run.js';
import { knownRun } from '../../../ledger/syncs/approval.js';
import type { SyncRun } from '../../../ledger/syncs/runs.js';
import { briefReport } from '../../../sync/report/format-report.js';
import { confirm } from '../../confirm.js';
import { EXIT_CODE, type ExitCode } from '../../exit-code.js';
import { withInterrupt } from '../../interrupt.js';
import { output } from '../../output.js';
import { withSession } from '../../session.js';
import { mustBeUsable } from '../../sync/choose-sync.js';
import { formatRun } from '../../sync/format-run.js';
import { syncWorld } from '../../sync/sync-world.js';
import { exitCodeOf } from './run.js';
import { reportWithSettings, runFacts } from './show.js';

const ENDING = 'Ending after the rows at hand. Ctrl-C once more ends at once.';

/** `rollcall sync approve <run>`: carries out exactly the plan of a held run. */
export function syncApprove(
  runId: number,
  { yes = false, json = false }: { yes?: boolean; json?: boolean },
): Promise<ExitCode> {
  return withSession((session) =>
    withInterrupt(ENDING, async (signal) => {
      const world = await syncWorld(session);
      const held = await knownRun(world.pool, runId);
      const sync = mustBeUsable(await syncOf(held, world));
      const report = await reportWithSettings(held, world);
      if (report !== null && (report.state === 'held' || report.canGoOn)) {
        output.note(briefReport(report));
        const question = report.canGoOn ? 'Go on with' : 'Carry out';
        await confirm(`${question} the plan of run ${runId}?`, yes, signal);
      }
      const run = await approveRun(runId, contextOf(sync, world, signal));
      await tellOfRun(run, sync, world, signal);
      await printRun(run, world, json);
      if (!json && run.batchId !== null)
        output.note(
          'Running workers call its new people; else type: rollcall work --until-drained',
        );
      // Told to end when all was done, it has done all the same.
      return signal.aborted && run.state === 'failed' ? EXIT_CODE.interrupted : exitCodeOf(run);
    }),
  );
}

/** `rollcall sync reject <run>`: closes a held run with nothing done. */
export function syncReject(runId: number, { json = false }: { json?: boolean }): Promise<ExitCode> {
  return withSession((session) =>
    withInterrupt(ENDING, async (signal) => {
      const world = await syncWorld(session);
      const run = await rejectRun(runId, world);
      const sync = await syncOf(run, world);
      if (sync.trouble === null) await tellOfRun(run, sync, world, signal);
      await printRun(run, world, json);
      return EXIT_CODE.done;
    }),
  );
}

async function syncOf({ syncId, sync }: SyncRun, world: SyncWorld): Promise<Sync> {
  const found = (await readSyncs(world)).find(({ record }) => record.id === syncId);
  if (found === undefined) throw new Error(`Expected sync ${sync} in the ledger`);
  return found;
}

async function printRun(run: SyncRun, world: SyncWorld, isJson: boolean): Promise<void> {
  const report = await reportWithSettings(run, world);
  if (isJson) output.json(runFacts(run, report));
  else output.data(formatRun(run, report));
}
