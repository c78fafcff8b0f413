import { approvePlan, knownRun, rejectPlan } from '../../src/ledger/syncs/approval.js';
import type { SyncRun } from '../../src/ledger/syncs/runs.js';
import { crashPoint } from '../../src/observe/crash-point.js';
import { RollcallError } from '../../src/observe/rollcall-error.js';
import { attendRun } from './attend-run.js';
import { carryOutPlan } from './carry-out-plan.js';
import { type CarryOutContext, scopeOf } from './sync-context.js';

/**
 * Carries out exactly the plan of a held run. Its export need not be there any more.
 *
 * @returns the run as it ended
 * @throws RollcallError `sync.run_unknown`, `sync.not_held`, `sync.still_running`, and `sync.plan_outdated` where the world,
 *   or what the sync is set to do, has changed since the plan was made
 */
export async function approveRun(runId: number, context: CarryOutContext): Promise<SyncRun> {
  const { pool, leavers, silentMs } = context;
  mustBeSetAsPlanned(await knownRun(pool, runId), context);
  await approvePlan(pool, scopeOf(runId, context), leavers, silentMs);
  crashPoint('sync: plan approved');
  await attendRun(runId, context, () => carryOutPlan(runId, context));
  return await knownRun(pool, runId);
}

/** Whoever approves has seen what the plan does by the settings that it was made with. */
function mustBeSetAsPlanned(
  { id, state, step, sync, leavers, updatesUsers }: SyncRun,
  today: CarryOutContext,
): void {
  const hasPlan = state === 'held' || (state === 'failed' && step === 'carry-out');
  if (!hasPlan) return;
  if (leavers === today.leavers && updatesUsers === today.updatesUsers) return;
  const what =
    leavers === today.leavers
      ? `the client ${today.updatesUsers ? 'has a direct access client now' : 'has no direct access client any more'}`
      : `"leavers" was ${leavers === null ? 'not recorded' : `"${leavers}"`} and is "${today.leavers}" now`;
  throw new RollcallError(
    'sync.plan_outdated',
    `Run ${id} made its plan by other settings: ${what}. Put them back, or reject it and have a new one made: rollcall sync run ${sync}.`,
  );
}

/**
 * Closes a held run with nothing done; the next run is free to begin.
 *
 * @throws RollcallError `sync.run_unknown`, `sync.not_held`
 */
export async function rejectRun(
  runId: number,
  { pool }: Pick<CarryOutContext, 'pool'>,
): Promise<SyncRun> {
  await rejectPlan(pool, runId);
  return await knownRun(pool, runId);
}
