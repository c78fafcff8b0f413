import { transaction } from '../../src/ledger/statement.js';
import { knownRun } from '../../src/ledger/syncs/approval.js';
import { comparePeople, savePlan } from '../../src/ledger/syncs/plan.js';
import {
  beginRun,
  endRun,
  findLastLook,
  isLastExport,
  type RunRequest,
  type SyncRun,
  saveFetched,
  seeRun,
} from '../../src/ledger/syncs/runs.js';
import type { HoldReason } from '../../src/sync/hold-reason.js';
import { judge } from '../../src/sync/safeguards.js';
import type { Fetched } from '../../src/sync/sources/source.js';
import { attendRun } from './attend-run.js';
import { carryOutPlan } from './carry-out-plan.js';
import { stageExport } from './stage-export.js';
import { type SyncContext, scopeOf } from './sync-context.js';

/**
 * One run of a sync from the source to the end: done, unchanged, held, failed or skipped, and recorded as that. Nothing is
 * changed or sent before the whole export has been read, compared and judged.
 *
 * @returns the run as it ended; null where the due time was another process's
 * @throws where the ledger cannot be reached; the run is ended by the next one then
 */
export async function runSync(request: RunRequest, context: SyncContext): Promise<SyncRun | null> {
  const { pool, sync, silentMs } = context;
  const begun = await beginRun(pool, sync.id, request, silentMs);
  if (begun.kind === 'handled') return null;
  const { runId } = begun;
  if (begun.kind === 'begun') await attendRun(runId, context, () => goThrough(runId, context));
  return await knownRun(pool, runId);
}

async function goThrough(runId: number, context: SyncContext): Promise<void> {
  const { pool, sync, signal } = context;
  const fetched = await context.fetch(signal);
  try {
    await saveFetched(pool, runId, fetched);
    if (await isLastExport(pool, sync.id, fetched.fingerprint)) {
      await endRun(pool, runId, 'unchanged');
    } else {
      const reasons = await plan(runId, fetched.path, context);
      if (reasons.length > 0) return;
      await carryOutPlan(runId, context);
    }
    await settle(runId, fetched, context);
  } finally {
    await fetched.discard();
  }
}

/** Makes the plan of a run and judges it, both at once for everybody who looks. */
async function plan(
  runId: number,
  path: string,
  context: SyncContext,
): Promise<readonly HoldReason[]> {
  const { pool, sync, roster, safeguards, signal } = context;
  const look = await stageExport(pool, runId, path, roster, async () => {
    signal.throwIfAborted();
    await seeRun(pool, runId);
  });
  return await transaction(pool, async (connection) => {
    await seeRun(connection, runId);
    const counts = await comparePeople(connection, scopeOf(runId, context));
    const last = await findLastLook(connection, sync.id);
    const reasons = judge(counts, look, last, safeguards);
    await savePlan(connection, runId, counts, reasons);
    return reasons;
  });
}

/** The run is done whatever becomes of the file. */
async function settle(runId: number, fetched: Fetched, { log }: SyncContext): Promise<void> {
  await fetched
    .settle()
    .catch((err: unknown) => log.warn({ err, runId }, 'the export was not put away'));
}
