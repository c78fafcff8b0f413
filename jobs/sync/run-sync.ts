import { knownRun } from '../../src/ledger/syncs/approval.js';
import { comparePeople, savePlan } from '../../src/ledger/syncs/plan.js';
import {
  beginRun,
  endRun,
  findCarriedOut,
  findLastExport,
  isLastExport,
  type RunRequest,
  type SyncRun,
  saveFetched,
  seeRun,
} from '../../src/ledger/syncs/runs.js';
import { crashPoint } from '../../src/observe/crash-point.js';
import type { HoldReason } from '../../src/sync/hold-reason.js';
import { judge } from '../../src/sync/safeguards.js';
import type { Fetched } from '../../src/sync/sources/source.js';
import { attendRun } from './attend-run.js';
import { carryOutPlan } from './carry-out-plan.js';
import { fetchNew } from './fetch-new.js';
import { stageExport } from './stage-export.js';
import { type SyncContext, scopeOf } from './sync-context.js';

/**
 * One run of a sync from the source to the end: done, unchanged, held, failed or skipped, and recorded as that. Nothing is
 * changed or sent before the whole export has been read, compared and judged.
 *
 * @returns the run as it ended, or the one that is not made up for any more; null where the due time was another process's, or there
 *   is nothing to make up for
 * @throws where the ledger cannot be reached; the run is ended by the next one then
 */
export async function runSync(request: RunRequest, context: SyncContext): Promise<SyncRun | null> {
  const { pool, sync, silentMs } = context;
  const begun = await beginRun(pool, sync.id, request, silentMs);
  if (begun.kind === 'handled') return null;
  crashPoint('sync: run begun');
  const { runId } = begun;
  if (begun.kind === 'begun') await attendRun(runId, context, () => goThrough(runId, context));
  return await knownRun(pool, runId);
}

async function goThrough(runId: number, context: SyncContext): Promise<void> {
  const { pool, sync } = context;
  const fetched = await fetchNew(context);
  if (fetched === null) return await endUnchanged(runId, context);
  try {
    crashPoint('sync: export fetched');
    await saveFetched(pool, runId, fetched);
    crashPoint('sync: export recorded');
    if (await isLastExport(pool, sync.id, fetched.fingerprint)) {
      await endUnchanged(runId, context);
    } else {
      const reasons = await plan(runId, fetched, context);
      if (reasons.length > 0) return;
      await carryOutPlan(runId, context);
    }
    await settle(runId, fetched, context);
  } finally {
    await fetched.discard();
  }
}

const DAY_MS = 86_400_000;

/** An export that does not come any more is told of after a while. */
async function endUnchanged(
  runId: number,
  { pool, sync, safeguards: { stale } }: SyncContext,
): Promise<void> {
  const { agoMs = 0 } = (await findLastExport(pool, sync.id)) ?? {};
  const isStale = stale !== null && agoMs > stale;
  const days = Math.floor(agoMs / DAY_MS);
  const message = `The last new export was carried out ${days} days ago. Does the HR system still write any?`;
  await endRun(pool, runId, 'unchanged', isStale ? { code: 'sync.stale', message } : null);
}

/**
 * Makes the plan of a run and judges it. No transaction: it would hold locks on the staged rows of all syncs to its end, and nobody
 * looks at a plan before it is saved.
 */
async function plan(
  runId: number,
  fetched: Fetched,
  context: SyncContext,
): Promise<readonly HoldReason[]> {
  const { pool, sync, roster, safeguards, signal } = context;
  const { path, fingerprint, modifiedAt } = fetched;
  const look = await stageExport(pool, runId, path, roster, async () => {
    signal.throwIfAborted();
    await seeRun(pool, runId);
  });
  await seeRun(pool, runId);
  const counts = await comparePeople(pool, scopeOf(runId, context));
  crashPoint('sync: people compared');
  const carriedOutBy = await findCarriedOut(pool, sync.id, fingerprint);
  const last = await findLastExport(pool, sync.id);
  const reasons = judge(counts, { ...look, modifiedAt, carriedOutBy }, last, safeguards);
  await savePlan(pool, runId, counts, reasons, context);
  crashPoint('sync: plan saved');
  return reasons;
}

/** The run is done whatever becomes of the file. */
async function settle(runId: number, fetched: Fetched, { log }: SyncContext): Promise<void> {
  await fetched
    .settle()
    .catch((err: unknown) => log.warn({ err, runId }, 'the export was not put away'));
  crashPoint('sync: export put away');
}
