import { fetchSource } from '../../src/sync/sources/fetch-source.js';
import type { UsableSync } from './read-syncs.js';
import type { SyncContext } from './sync-context.js';
import type { SyncWorld } from './sync-world.js';

/** What the runs and plans of a sync need, by its settings. */
export function contextOf(
  { record, settings, client }: UsableSync,
  { pool, spoolDirectory, resolveSecret, log }: SyncWorld,
  signal: AbortSignal,
): SyncContext {
  const { id, name, clientId } = record;
  const { source, leavers, safeguards, roster } = settings;
  const { authType, locale, directAccess } = client;
  return {
    pool,
    sync: { id, name },
    client: { id: clientId, authType },
    leavers,
    updatesUsers: directAccess !== null,
    safeguards,
    roster: {
      authType,
      ...(locale === null ? {} : { defaultLocale: locale }),
      ...client.roster,
      ...roster,
    },
    fetch: (whileFetching) =>
      fetchSource(source, {
        signal: whileFetching,
        resolveSecret,
        now: () => new Date(),
        spoolDirectory,
      }),
    log,
    signal,
  };
}
