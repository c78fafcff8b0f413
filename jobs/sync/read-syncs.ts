import type { Pool } from 'pg';
import { check } from '../../src/config/check.js';
import type { ClientConfig } from '../../src/config/client-config.js';
import type { ClientSyncSettings } from '../../src/config/sync-config.js';
import { saveClient } from '../../src/ledger/clients.js';
import { listSyncs, type SyncRecord, saveSync } from '../../src/ledger/syncs/syncs.js';
import { syncSettings } from '../../src/sync/settings.js';
import type { SyncWorld } from './sync-world.js';

/** A sync that this process can run. */
export interface UsableSync {
  readonly record: SyncRecord;
  readonly settings: ClientSyncSettings;
  readonly client: ClientConfig;
}

/** A sync with its settings, wherever these stand; or, in `trouble`, a sentence that says why this process cannot run it. */
export type Sync =
  | (UsableSync & { readonly trouble: null })
  | { readonly record: SyncRecord; readonly trouble: string };

/** All syncs by name. Those of the configuration file that are new become known to the ledger. */
export async function readSyncs(
  world: Pick<SyncWorld, 'pool' | 'clients' | 'configured'>,
): Promise<Sync[]> {
  const { pool, clients, configured } = world;
  const known = new Map((await listSyncs(pool)).map((record) => [record.name, record]));
  for (const sync of configured) {
    const record = known.get(sync.name);
    const client = clients.find(({ name }) => name === sync.settings.client);
    // A process that works for some clients only, or a sync that has changed its client.
    if (client === undefined || (record !== undefined && record.client !== client.name)) continue;
    if (record !== undefined && record.settings === null) continue;
    known.set(sync.name, await addSync(pool, client, { name: sync.name, settings: null }));
  }
  return [...known.values()].map((record) => usable(record, world));
}

/**
 * Makes a sync known to the ledger, or replaces its settings. What was due before now is not made up for.
 *
 * @param settings null: they stand in the configuration file
 * @throws RollcallError `sync.client_changed`
 */
export async function addSync(
  pool: Pool,
  client: ClientConfig,
  { name, settings }: Pick<SyncRecord, 'name' | 'settings'>,
): Promise<SyncRecord> {
  const clientId = await saveClient(pool, client);
  return await saveSync(pool, { name, clientId, settings });
}

function usable(
  record: SyncRecord,
  { clients, configured }: Pick<SyncWorld, 'clients' | 'configured'>,
): Sync {
  const inFile = configured.find(({ name }) => name === record.name);
  const settings = inFile?.settings ?? settingsOf(record);
  if (typeof settings === 'string') return { record, trouble: settings };
  const client = clients.find(({ name }) => name === record.client);
  if (client === undefined || settings.client !== record.client)
    return { record, trouble: clientTrouble(record, settings.client) };
  return { record, settings, client, trouble: null };
}

/** The settings that stand in the ledger; a sentence where there are none, or they do not fit. */
function settingsOf({ name, client, settings }: SyncRecord): ClientSyncSettings | string {
  if (settings === null) {
    return `It is not in rollcall.config.json here. Put it back there, or have it forgotten: rollcall sync remove ${name}`;
  }
  const wrong: string[] = [];
  const read = check(syncSettings, settings, '', wrong);
  if (read !== null) return { ...read, client };
  return `Its settings do not fit any more (${wrong.join('; ')}). Write them anew: rollcall sync add ${name} …`;
}

function clientTrouble({ name, client }: SyncRecord, wanted: string): string {
  return client === wanted
    ? `Its client ${client} is not configured here.`
    : `It belongs to the client ${client}, by whose invites its people are known, and now names ${wanted}. Give the sync of another client another name, or have this one forgotten: rollcall sync remove ${name}`;
}
