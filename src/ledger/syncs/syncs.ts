import type { Pool } from 'pg';
import { RollcallError } from '../../observe/rollcall-error.js';
import { run, transaction } from '../statement.js';
import { RUN_SILENT_MS } from './runs.js';

/** A sync as the ledger has it. */
export interface SyncRecord {
  readonly id: number;
  readonly name: string;
  readonly clientId: number;
  readonly client: string;
  /** As `rollcall sync add` was given them, still to be checked; null: they stand in the configuration file. */
  readonly settings: unknown;
  readonly pausedAt: Date | null;
  /** The last due time that a run was begun or left out for, or when the sync was last set up. */
  readonly lastDueAt: Date | null;
  readonly createdAt: Date;
}

/**
 * Makes a sync known to the ledger, or replaces its settings (null: they stand in the configuration file). What was due before
 * now counts as settled.
 *
 * @throws RollcallError `sync.client_changed`: its people are known by the invites of the client that it began with
 */
export async function saveSync(
  pool: Pool,
  { name, clientId, settings }: Pick<SyncRecord, 'name' | 'clientId' | 'settings'>,
): Promise<SyncRecord> {
  const written = settings === null ? null : JSON.stringify(settings);
  await run(pool, 'sync/save-sync', [name, clientId, written]);
  const sync = await findSync(pool, name);
  if (sync === null) throw new Error(`Expected sync ${name} in the ledger`);
  if (sync.clientId === clientId) return sync;
  throw new RollcallError(
    'sync.client_changed',
    `The sync ${name} belongs to the client ${sync.client}, and its people are known by that client's invites. Give the sync of another client another name, or remove this one first.`,
  );
}

/** All syncs by name. */
export function listSyncs(pool: Pool): Promise<SyncRecord[]> {
  return run<SyncRecord & Record<string, unknown>>(pool, 'sync/list-syncs', [null]);
}

export async function findSync(pool: Pool, name: string): Promise<SyncRecord | null> {
  const [sync] = await run<SyncRecord & Record<string, unknown>>(pool, 'sync/list-syncs', [name]);
  return sync ?? null;
}

/** Lets the schedule of a sync rest, or go on; runs by hand are not kept from anything. */
export async function setSyncPaused(pool: Pool, id: number, isPaused: boolean): Promise<void> {
  await run(pool, 'sync/pause-sync', [id, isPaused]);
}

/** Notes the due time that a run was begun or left out for. It never goes back. */
export async function saveSyncDue(pool: Pool, id: number, dueAt: Date): Promise<void> {
  await run(pool, 'sync/save-due', [id, dueAt]);
}

/**
 * Forgets a sync with its runs and what it knows of people. Their invites stay, and so do suppressions of people who had left,
 * until an export of another sync has them.
 *
 * @throws RollcallError `sync.still_running`
 */
export async function removeSync(
  pool: Pool,
  id: number,
  silentMs: number = RUN_SILENT_MS,
): Promise<void> {
  await transaction(pool, async (connection) => {
    await run(connection, 'sync/lock-sync', [id]);
    await run(connection, 'sync/end-dead-runs', [id, silentMs]);
    const [running] = await run<{ id: number }>(connection, 'sync/find-running', [id]);
    if (running !== undefined)
      throw new RollcallError(
        'sync.still_running',
        `Run ${running.id} of the sync is still going. Remove the sync when it has ended.`,
      );
    await run(connection, 'sync/remove-sync', [id]);
  });
}
