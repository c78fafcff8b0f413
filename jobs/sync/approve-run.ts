import { approvePlan, knownRun, rejectPlan } from '../../src/ledger/syncs/approval.js';
import type { SyncRun } from '../../src/ledger/syncs/runs.js';
import { attendRun } from './attend-run.js';
import { carryOutPlan } from './carry-out-plan.js';
import { type CarryOutContext, scopeOf } from './sync-context.js';

/**
 * Carries out exactly the plan of a held run. Its export need not be there any more.
 *
 * @returns the run as it ended
 * @throws RollcallError `sync.run_unknown`, `sync.not_held`, `sync.still_running`, and `sync.plan_outdated` where the world
 *   has changed since the plan was made
 */
export async function approveRun(runId: number, context: CarryOutContext): Promise<SyncRun> {
  const { pool, leavers, silentMs } = context;
  await approvePlan(pool, scopeOf(runId, context), leavers, silentMs);
  await attendRun(runId, context, () => carryOutPlan(runId, context));
  return await knownRun(pool, runId);
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
