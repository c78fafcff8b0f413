import {
  batchOfRun,
  cancelChanged,
  finishRun,
  takeRows,
} from '../../src/ledger/syncs/carry-out.js';
import { crashPoint } from '../../src/observe/crash-point.js';
import { type CarryOutContext, scopeOf } from './sync-context.js';

/**
 * Does what the plan of a run says. Each part can be repeated: a process that ends anywhere in between leaves a ledger from
 * which this run, or the next one, goes on without doing anything twice. Invites are cancelled before new ones are made, so
 * that nobody is written to at both addresses. Rows are taken in together with what the sync knows of their people; who has
 * left is noted at the very end, together with the run, and until then the next run finds them gone once more, or back.
 *
 * @throws RollcallError `sync.run_lost` where the run was ended meanwhile; the signal's reason where that is aborted
 */
export async function carryOutPlan(runId: number, context: CarryOutContext): Promise<void> {
  const { pool, sync, leavers, updatesUsers, signal } = context;
  const scope = scopeOf(runId, context);
  signal.throwIfAborted();
  await cancelChanged(pool, scope, leavers, `left (sync ${sync.name})`);
  crashPoint('sync: invites cancelled');
  const batchId = await batchOfRun(pool, scope);
  crashPoint('sync: batch made');
  if (batchId !== null) {
    while ((await takeRows(pool, scope, batchId, updatesUsers)) > 0) {
      crashPoint('sync: set taken in');
      signal.throwIfAborted();
    }
  }
  await finishRun(pool, scope);
  crashPoint('sync: run finished');
}
