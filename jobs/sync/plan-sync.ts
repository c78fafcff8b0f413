import type { Pool, PoolClient } from 'pg';
import {
  addPlanRun,
  comparePeople,
  readChanges,
  type SyncChange,
} from '../../src/ledger/syncs/plan.js';
import {
  findCarriedOut,
  findHeld,
  findLastExport,
  isLastExport,
} from '../../src/ledger/syncs/runs.js';
import type { SyncCounts } from '../../src/sync/counts.js';
import type { HoldReason } from '../../src/sync/hold-reason.js';
import { judge } from '../../src/sync/safeguards.js';
import type { Fetched } from '../../src/sync/sources/source.js';
import { fetchNew } from './fetch-new.js';
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
  /** The run that is held now, which another may have to wait for; null: none is. */
  readonly held: number | null;
  /** The first few of those who are not as before. */
  readonly changes: readonly SyncChange[];
}

/**
 * Fetches an export and compares it as a run would, in a transaction that is rolled back: nothing stays of it, and no run is
 * kept from beginning.
 *
 * @param shown changes that are wanted at most
 * @returns null where no new export has come, so that a run would do nothing
 * @throws RollcallError of the source or of the reader
 */
export async function planSync(context: SyncContext, shown: number): Promise<SyncPlan | null> {
  const fetched = await fetchNew(context);
  if (fetched === null) return null;
  try {
    return await rolledBack(context.pool, (connection) =>
      planFor(fetched, connection, context, shown),
    );
  } finally {
    await fetched.discard();
  }
}

async function planFor(
  { path, name, fingerprint, modifiedAt }: Fetched,
  connection: PoolClient,
  context: SyncContext,
  shown: number,
): Promise<SyncPlan> {
  const { pool, sync, roster, safeguards, signal } = context;
  const runId = await addPlanRun(connection, sync.id);
  const look = await stageExport(connection, runId, path, roster, async () =>
    signal.throwIfAborted(),
  );
  const counts = await comparePeople(connection, scopeOf(runId, context));
  const carriedOutBy = await findCarriedOut(connection, sync.id, fingerprint);
  const last = await findLastExport(connection, sync.id);
  const changes: SyncChange[] = [];
  for await (const change of readChanges(connection, runId)) {
    if (changes.length === shown) break;
    changes.push(change);
  }
  return {
    source: name,
    isUnchanged: await isLastExport(pool, sync.id, fingerprint),
    counts,
    reasons: judge(counts, { ...look, modifiedAt, carriedOutBy }, last, safeguards),
    held: await findHeld(connection, sync.id),
    changes,
  };
}

async function rolledBack<Result>(
  pool: Pool,
  work: (connection: PoolClient) => Promise<Result>,
): Promise<Result> {
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN');
    return await work(connection);
  } finally {
    // A connection that cannot even do that goes, and its transaction with it.
    await connection.query('ROLLBACK').then(
      () => connection.release(),
      () => connection.release(true),
    );
  }
}
