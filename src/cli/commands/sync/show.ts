import type { Pool } from 'pg';
import { readSyncs } from '../../../../jobs/sync/read-syncs.js';
import type { SyncWorld } from '../../../../jobs/sync/sync-world.js';
import { type ReportedSync, reportOf } from '../../../../jobs/sync/tell-of-run.js';
import { readClock } from '../../../ledger/clock.js';
import { knownRun } from '../../../ledger/syncs/approval.js';
import { readChanges } from '../../../ledger/syncs/plan.js';
import { listRuns, type SyncRun } from '../../../ledger/syncs/runs.js';
import { RollcallError } from '../../../observe/rollcall-error.js';
import { differencesCsv } from '../../../sync/report/differences-csv.js';
import type { SyncReport } from '../../../sync/report/sync-report.js';
import { csvText } from '../../csv.js';
import { EXIT_CODE, type ExitCode } from '../../exit-code.js';
import { output } from '../../output.js';
import { withSession } from '../../session.js';
import { chooseSync, zoneOf } from '../../sync/choose-sync.js';
import { formatRun, formatRuns } from '../../sync/format-run.js';
import { formatSync } from '../../sync/format-sync.js';
import { syncWorld } from '../../sync/sync-world.js';
import { factsOf } from './list.js';

export interface SyncShowOptions {
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** `rollcall sync show`: a run by its number, or a sync by its name. */
export function syncShow(which: string, { csv, json }: SyncShowOptions): Promise<ExitCode> {
  return withSession(async (session) => {
    const world = await syncWorld(session);
    if (!/^\d{1,15}$/.test(which)) await showSync(world, which, csv ?? false, json ?? false);
    else if (csv === true) await writeDifferences(world.pool, Number(which));
    else {
      const run = await knownRun(world.pool, Number(which));
      const report = await reportWithSettings(run, world);
      if (json === true) output.json(runFacts(run, report));
      else output.data(formatRun(run, report));
    }
    return EXIT_CODE.done;
  });
}

async function showSync(world: SyncWorld, name: string, isCsv: boolean, isJson: boolean) {
  if (isCsv)
    throw new RollcallError(
      'option_invalid',
      `Differences are those of a run: rollcall sync show <run> --csv. Its number is in: rollcall sync history ${name}`,
    );
  const { pool } = world;
  const sync = await chooseSync(world, name);
  const now = await readClock(pool);
  const runs = await listRuns(pool, sync.record.id, 5);
  if (isJson) output.json(factsOf(sync, runs[0] ?? null, now));
  else {
    const latest =
      runs.length === 0 ? 'No run yet.' : `Latest runs\n${formatRuns(runs, zoneOf(sync))}`;
    output.data(`${formatSync(sync, now)}\n\n${latest}`);
  }
}

/** Everybody who is not as before: names, addresses, and what was done. */
async function writeDifferences(pool: Pool, runId: number): Promise<void> {
  const { delimiter } = await knownRun(pool, runId);
  for await (const chunk of differencesCsv(readChanges(pool, runId), delimiter ?? ','))
    await output.write(csvText(chunk));
}

/** What a report tells of a run that was made by settings which are not known here any more. */
const UNKNOWN: ReportedSync = {
  settings: { timeZone: 'UTC', leavers: 'report', whenHeld: 'wait' },
  client: { directAccess: null },
};

/** The report of a run by its plan, and else by the settings of today; null as long as it is going. */
export async function reportWithSettings(
  run: SyncRun,
  world: SyncWorld,
): Promise<SyncReport | null> {
  const sync = (await readSyncs(world)).find(({ record }) => record.id === run.syncId);
  return reportOf(run, sync === undefined || sync.trouble !== null ? UNKNOWN : sync);
}

/** What `--json` tells of a run: counts and codes, and nobody. */
export function runFacts(run: SyncRun, report: SyncReport | null) {
  const { id, sync, state, step, startedAt, batchId, notifications } = run;
  const told = report ?? { sync, run: id, state, startedAt };
  return { ...told, dueAt: run.dueAt, step, batch: batchId, notifications };
}
