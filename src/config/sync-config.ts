import { resolve } from 'node:path';
import type { SyncSettings } from '../sync/settings.js';
import type { ClientConfig } from './client-config.js';

/** One sync of the configuration file, complete and checked. */
export interface SyncConfig {
  readonly name: string;
  readonly settings: ClientSyncSettings;
}

/** The settings of a sync whose client is known by name. */
export type ClientSyncSettings = SyncSettings & { readonly client: string };

/** The syncs of the file, with every client that does not fit in `wrong`. */
export function syncsOf(
  syncs: Readonly<Record<string, SyncSettings>>,
  clients: readonly ClientConfig[],
  directory: string,
  wrong: string[],
): SyncConfig[] {
  return Object.entries(syncs).flatMap(([name, settings]) => {
    const names = clients.map((client) => client.name);
    const client = settings.client ?? (names.length === 1 ? names[0] : undefined);
    if (client !== undefined && names.includes(client)) {
      const source = anchored(settings.source, directory);
      return [{ name, settings: { ...settings, client, source } }];
    }
    const known = names.join(', ') || 'none';
    const what =
      client === undefined
        ? 'missing; name one of'
        : `no client "${client}" is configured; there is`;
    wrong.push(`syncs.${name}.client: ${what}: ${known}`);
    return [];
  });
}

/** Of files on this machine, the path from the root. */
function anchored(source: SyncSettings['source'], directory: string): SyncSettings['source'] {
  if (source.kind !== 'file' && source.kind !== 'directory') return source;
  return { ...source, path: resolve(directory, source.path) };
}
