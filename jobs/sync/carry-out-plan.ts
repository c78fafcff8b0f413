import {
  batchOfRun,
  cancelChanged,
  finishRun,
  followUp,
  takeRows,
} from '../../src/ledger/syncs/carry-out.js';
import { type CarryOutContext, scopeOf } from './sync-context.js';

/**
 * Does what the plan of a run says. Each part can be repeated: a process that ends anywhere in between leaves a ledger from
 * which this run, or the next one, goes on without doing anything twice. Invites are cancelled before new ones are made, so
 * that nobody is written to at both addresses. The people of the sync are brought up to date at the very end, together with
 * the run.
 *
 * @throws RollcallError `sync.run_lost` where the run was ended meanwhile; the signal's reason where that is aborted
 */
export async function carryOutPlan(runId: number, context: CarryOutContext): Promise<void> {
  const { pool, sync, leavers, updatesUsers, signal } = context;
  const scope = scopeOf(runId, context);
  signal.throwIfAborted();
  await cancelChanged(pool, runId, leavers, `left (sync ${sync.name})`);
  const batchId = await batchOfRun(pool, scope);
  if (batchId !== null) {
    const connection = await pool.connect();
    try {
      while ((await takeRows(connection, scope, batchId)) > 0) signal.throwIfAborted();
    } finally {
      connection.release();
    }
  }
  await followUp(pool, scope, updatesUsers);
  await finishRun(pool, scope);
}
