import type { Pool } from 'pg';
import { RollcallError } from '../../observe/rollcall-error.js';
import type { LeaversChoice } from '../../sync/leavers-choice.js';
import { type Connection, run, transaction } from '../statement.js';
import type { SyncScope } from './plan.js';
import { findRun, RUN_SILENT_MS, type SyncRun } from './runs.js';

/**
 * Lets a held run be carried out by its plan, and by no other: it is `running` from here on. So is one that was decided and
 * broke off while it was carried out, as long as no other run has begun since.
 *
 * @throws RollcallError `sync.run_unknown`, `sync.not_held`, `sync.still_running`, `sync.plan_outdated`
 */
export async function approvePlan(
  pool: Pool,
  scope: SyncScope,
  leavers: LeaversChoice,
  silentMs: number = RUN_SILENT_MS,
): Promise<void> {
  const { runId, syncId } = scope;
  await transaction(pool, async (connection) => {
    await run(connection, 'sync/lock-sync', [syncId]);
    await run(connection, 'sync/end-dead-runs', [syncId, silentMs]);
    const { state, step } = await knownRun(connection, runId);
    const isBrokenOff =
      state === 'failed' && step === 'carry-out' && (await isStaged(connection, runId));
    if (state !== 'held' && !isBrokenOff) throw notHeld(runId, state);
    await mustBeAlone(connection, runId, syncId);
    // What has changed since it broke off may be its own doing.
    if (state === 'held') await mustBeAsPlanned(connection, scope, leavers);
    await run(connection, 'sync/approve-run', [runId]);
  });
}

/**
 * Closes a held run with nothing done.
 *
 * @throws RollcallError `sync.run_unknown`, `sync.not_held`
 */
export async function rejectPlan(pool: Pool, runId: number): Promise<void> {
  await transaction(pool, async (connection) => {
    const { state, syncId } = await knownRun(connection, runId);
    const rejected = await run(connection, 'sync/reject-run', [runId]);
    if (rejected.length === 0) throw notHeld(runId, state);
    await run(connection, 'sync/forget-old-rows', [syncId]);
  });
}

/** @throws RollcallError `sync.run_unknown` */
export async function knownRun(connection: Connection, runId: number): Promise<SyncRun> {
  const found = await findRun(connection, runId);
  if (found !== null) return found;
  throw new RollcallError(
    'sync.run_unknown',
    `There is no run ${runId} of any sync. See: rollcall sync history <name>.`,
  );
}

function notHeld(runId: number, state: string): RollcallError {
  return new RollcallError(
    'sync.not_held',
    `Run ${runId} is ${state}: only a run that is held can be approved or rejected. Another run takes in the export of today: rollcall sync run <name>.`,
  );
}

async function isStaged(connection: Connection, runId: number): Promise<boolean> {
  return (await run(connection, 'sync/find-staged', [runId])).length > 0;
}

async function mustBeAlone(connection: Connection, runId: number, syncId: number): Promise<void> {
  const [running] = await run<{ id: number }>(connection, 'sync/find-running', [syncId]);
  if (running !== undefined)
    throw new RollcallError(
      'sync.still_running',
      `Run ${running.id} of the sync is still going. Approve run ${runId} when it has ended.`,
    );
  const [later] = await run<{ id: number }>(connection, 'sync/find-later-done', [runId]);
  if (later !== undefined)
    throw new RollcallError(
      'sync.plan_outdated',
      `Run ${later.id} has been carried out since run ${runId} made its plan. Reject run ${runId}.`,
    );
}

async function mustBeAsPlanned(
  connection: Connection,
  { runId, clientId, authType }: SyncScope,
  leavers: LeaversChoice,
): Promise<void> {
  const values = [runId, clientId, authType, leavers !== 'report'];
  const changed = await run<{ kind: string; is: string; people: number }>(
    connection,
    'sync/list-changed-standings',
    values,
  );
  if (changed.length === 0) return;
  const what = changed.map(({ kind, is, people }) => `${people} (${kind}, now ${is})`).join(', ');
  throw new RollcallError(
    'sync.plan_outdated',
    `Invites have changed since run ${runId} made its plan: ${what}. Reject it, and have a new one made: rollcall sync run <name>.`,
  );
}
