import {
  addPlanRun,
  comparePeople,
  readChanges,
  type SyncChange,
} from '../../src/ledger/syncs/plan.js';
import { findLastLook, isLastExport } from '../../src/ledger/syncs/runs.js';
import type { SyncCounts } from '../../src/sync/counts.js';
import type { HoldReason } from '../../src/sync/hold-reason.js';
import { judge } from '../../src/sync/safeguards.js';
import { stageExport } from './stage-export.js';
import { type SyncContext, scopeOf } from './sync-context.js';

/** What a run would do if it began now. */
export interface SyncPlan {
  /** Name of the export, without its directory. */
  readonly source: string;
  /** Whether it is the export of the last run that was carried out, so that a run would do nothing. */
  readonly isUnchanged: boolean;
  readonly counts: SyncCounts;
  /** Why a run would be held; none where it would not. */
  readonly reasons: readonly HoldReason[];
  /** The first few of those who are not as before. */
  readonly changes: readonly SyncChange[];
}

/**
 * Fetches an export and compares it as a run would, in a transaction that is rolled back: nothing stays of it, and no run is
 * kept from beginning.
 *
 * @param shown changes that are wanted at most
 * @throws RollcallError of the source or of the reader
 */
export async function planSync(context: SyncContext, shown: number): Promise<SyncPlan> {
  const { pool, sync, roster, safeguards, signal } = context;
  const fetched = await context.fetch(signal);
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN');
    const runId = await addPlanRun(connection, sync.id);
    const look = await stageExport(connection, runId, fetched.path, roster, async () =>
      signal.throwIfAborted(),
    );
    const counts = await comparePeople(connection, scopeOf(runId, context));
    const last = await findLastLook(connection, sync.id);
    const changes: SyncChange[] = [];
    for await (const change of readChanges(connection, runId)) {
      if (changes.length === shown) break;
      changes.push(change);
    }
    return {
      source: fetched.name,
      isUnchanged: await isLastExport(pool, sync.id, fetched.fingerprint),
      counts,
      reasons: judge(counts, look, last, safeguards),
      changes,
    };
  } finally {
    await connection.query('ROLLBACK').finally(() => connection.release());
    await fetched.discard();
  }
}
