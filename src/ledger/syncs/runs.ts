import type { Pool } from 'pg';
import { RollcallError } from '../../observe/rollcall-error.js';
import type { SyncCounts } from '../../sync/counts.js';
import type { HoldReason } from '../../sync/hold-reason.js';
import type { LeaversChoice } from '../../sync/leavers-choice.js';
import type { LastExport } from '../../sync/safeguards.js';
import { type Connection, run, transaction } from '../statement.js';

export type RunTrigger = 'schedule' | 'catch-up' | 'hand';

/**
 * Where a run stands. `running` and `held` are open; of the others, `done` was carried out, `unchanged` had the export of the
 * last one, `skipped` gave way to another run.
 */
export type RunState =
  | 'running'
  | 'held'
  | 'done'
  | 'unchanged'
  | 'skipped'
  | 'failed'
  | 'rejected'
  | 'superseded';

/** One run of a sync. What the export was is null until it has been fetched and opened. */
export interface SyncRun {
  readonly id: number;
  readonly syncId: number;
  readonly sync: string;
  readonly client: string;
  readonly trigger: RunTrigger;
  readonly dueAt: Date | null;
  readonly state: RunState;
  readonly step: 'fetch' | 'stage' | 'compare' | 'carry-out';
  readonly startedAt: Date;
  /** Null while it runs or is held. */
  readonly endedAt: Date | null;
  /** Since when it is held; null where it is not. */
  readonly heldAt: Date | null;
  readonly approvedAt: Date | null;
  /** Name of the export, without its directory. */
  readonly source: string | null;
  /** SHA-256 of the export, in hexadecimal digits. */
  readonly fingerprint: string | null;
  readonly bytes: number | null;
  readonly modifiedAt: Date | null;
  readonly columns: readonly string[] | null;
  readonly delimiter: string | null;
  readonly encoding: string | null;
  readonly bom: boolean | null;
  readonly counts: SyncCounts | null;
  readonly reasons: readonly HoldReason[];
  /** What its plan does about leavers, and whether it has Next Identity told of changed people; null where there is no plan. */
  readonly leavers: LeaversChoice | null;
  readonly updatesUsers: boolean | null;
  /** Whether the rows of its plan are still there. */
  readonly isStaged: boolean;
  /** Changes that wait for a call under way; the next run makes up for them. */
  readonly leftOver: number;
  readonly code: string | null;
  readonly message: string | null;
  /** The held run that a skipped one gave way to. */
  readonly waitsFor: number | null;
  readonly batchId: number | null;
  /** As they were recorded. */
  readonly notifications: unknown;
}

export interface RunRequest {
  readonly trigger: RunTrigger;
  /** The due time that the run is for; null: by hand. */
  readonly dueAt: Date | null;
  /** Whether a run gives way to one that is held. */
  readonly whenHeld: 'wait' | 'go on';
  /** The run that broke off with its process and that this one makes up for. */
  readonly takesUp?: number;
}

/**
 * `handled`: a run for that due time, or a later one, has been begun or left out before; or the run that was to be made up for goes
 * on, or another has come after it. `given up`: that run was the last of three in a row, and no other is begun.
 */
export type Begun =
  | { readonly kind: 'begun' | 'skipped' | 'given up'; readonly runId: number }
  | { readonly kind: 'handled' };

/** A run says every five seconds that its process is alive; one that missed this many ms of it is dead. */
export const RUN_SILENT_MS = 20_000;

/** Runs of a sync that may break off one after the other, before it is taken for their own doing. */
const MOST_BROKEN_OFF = 3;

/**
 * Begins a run, unless one of the sync is still running, or held while the sync waits for that; then it is recorded as
 * skipped. A run whose process is dead is ended first. Of several processes that begin a run at once, one does.
 */
export async function beginRun(
  pool: Pool,
  syncId: number,
  { trigger, dueAt, whenHeld, takesUp }: RunRequest,
  silentMs: number = RUN_SILENT_MS,
): Promise<Begun> {
  return await transaction(pool, async (connection) => {
    const [sync] = await run<{ lastDueAt: Date | null }>(connection, 'sync/lock-sync', [syncId]);
    if (dueAt !== null && sync?.lastDueAt != null && dueAt <= sync.lastDueAt)
      return { kind: 'handled' };
    await run(connection, 'sync/end-dead-runs', [syncId, silentMs]);
    if (takesUp !== undefined) {
      const way = await wayOf(connection, syncId, takesUp);
      if (way !== null) return way;
    }
    if (dueAt !== null) await run(connection, 'sync/save-due', [syncId, dueAt]);
    const values = [syncId, trigger, dueAt, whenHeld === 'wait'];
    const [begun] = await run<{ id: number; state: RunState }>(
      connection,
      'sync/begin-run',
      values,
    );
    if (begun === undefined) throw new Error(`Expected sync ${syncId} in the ledger`);
    if (begun.state === 'skipped') return { kind: 'skipped', runId: begun.id };
    await run(connection, 'sync/forget-old-rows', [syncId]);
    return { kind: 'begun', runId: begun.id };
  });
}

/** Why no run is begun in place of one that broke off; null where it is. */
async function wayOf(connection: Connection, syncId: number, runId: number): Promise<Begun | null> {
  const [found] = await run<{ isLast: boolean | null; inARow: number }>(
    connection,
    'sync/find-broken-off',
    [syncId, runId],
  );
  if (found?.isLast !== true) return { kind: 'handled' };
  return found.inARow < MOST_BROKEN_OFF ? null : { kind: 'given up', runId };
}

/** Says that the run's process is alive. */
export async function keepAlive(pool: Pool, runId: number): Promise<void> {
  await run(pool, 'sync/keep-alive', [runId]);
}

/**
 * Sees that the run is still its process's own, before each part of the work; in a transaction, it stays so until the end.
 *
 * @throws RollcallError `sync.run_lost` where the run was ended meanwhile: it was silent for so long that it counted as dead
 */
export async function seeRun(connection: Connection, runId: number): Promise<void> {
  const seen = await run(connection, 'sync/see-run', [runId]);
  if (seen.length === 0) throw runLost(runId);
}

/** For a run that another process has ended. */
export function runLost(runId: number): RollcallError {
  return new RollcallError(
    'sync.run_lost',
    `Run ${runId} was silent for so long that it counted as dead and was ended. Whatever it did stays right; the next run makes up for the rest.`,
  );
}

/** What is known of an export once it has been fetched. */
export interface FetchedLook {
  readonly name: string;
  readonly fingerprint: string;
  readonly bytes: number;
  readonly modifiedAt: Date | null;
}

export async function saveFetched(
  pool: Pool,
  runId: number,
  { name, fingerprint, bytes, modifiedAt }: FetchedLook,
): Promise<void> {
  await run(pool, 'sync/save-fetched', [runId, name, fingerprint, bytes, modifiedAt]);
}

/** Whether the last run that was carried out had this very export, and left nothing over. */
export async function isLastExport(
  pool: Pool,
  syncId: number,
  fingerprint: string,
): Promise<boolean> {
  const [last] = await run<{ fingerprint: string; leftOver: number }>(pool, 'sync/find-last-done', [
    syncId,
  ]);
  return last?.fingerprint === fingerprint && last.leftOver === 0;
}

/** The last run that has carried out an export with this fingerprint; null: none has. */
export async function findCarriedOut(
  connection: Connection,
  syncId: number,
  fingerprint: string,
): Promise<number | null> {
  const [found] = await run<{ id: number }>(connection, 'sync/find-export', [syncId, fingerprint]);
  return found?.id ?? null;
}

/** The last export that was carried out; null: none was. */
export async function findLastExport(
  connection: Connection,
  syncId: number,
): Promise<LastExport | null> {
  const [last] = await run<LastExport & Record<string, unknown>>(
    connection,
    'sync/find-last-done',
    [syncId],
  );
  return last ?? null;
}

/** The run of a sync that is held; null: none is. */
export async function findHeld(connection: Connection, syncId: number): Promise<number | null> {
  const [held] = await run<{ id: number }>(connection, 'sync/find-held', [syncId]);
  return held?.id ?? null;
}

/** Why a run ended that did not come to its end. */
export interface RunTrouble {
  readonly code: string;
  readonly message: string;
}

/** Ends a running run without having changed anything, or gives it up. One that was ended meanwhile stays as it is. */
export async function endRun(
  pool: Pool,
  runId: number,
  state: 'unchanged' | 'failed',
  trouble: RunTrouble | null = null,
): Promise<void> {
  await run(pool, 'sync/end-run', [runId, state, trouble?.code, trouble?.message]);
}

/**
 * The run that was begun for a due time, or in place of one that broke off, whose process ended before it had told anybody;
 * null: there is none, or nobody wanted to know of it.
 */
export async function findUntold(
  pool: Pool,
  syncId: number,
  { dueAt, takesUp }: Pick<RunRequest, 'dueAt' | 'takesUp'>,
): Promise<SyncRun | null> {
  const values = [syncId, takesUp === undefined ? dueAt : null, takesUp ?? null];
  const [untold] = await run<{ id: number }>(pool, 'sync/find-untold', values);
  return untold === undefined ? null : await findRun(pool, untold.id);
}

/** Records what became of the notifications of a run. */
export async function saveNotifications(
  pool: Pool,
  runId: number,
  outcomes: readonly unknown[],
): Promise<void> {
  await run(pool, 'sync/save-notifications', [runId, JSON.stringify(outcomes)]);
}

/** The latest runs of a sync, or of all (null), newest first. */
export function listRuns(pool: Pool, syncId: number | null, count: number): Promise<SyncRun[]> {
  return run<SyncRun & Record<string, unknown>>(pool, 'sync/list-runs', [null, syncId, count]);
}

export async function findRun(connection: Connection, runId: number): Promise<SyncRun | null> {
  const values = [runId, null, 1];
  const [found] = await run<SyncRun & Record<string, unknown>>(
    connection,
    'sync/list-runs',
    values,
  );
  return found ?? null;
}
