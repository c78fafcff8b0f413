import type { Pool } from 'pg';
import type { ClientConfig } from '../../src/config/client-config.js';
import type { Secret } from '../../src/config/secret.js';
import type { SecretReference } from '../../src/config/secret-reference.js';
import type { SyncConfig } from '../../src/config/sync-config.js';
import type { Log } from '../../src/observe/log.js';

/** What syncs need of the process that they run in. */
export interface SyncWorld {
  readonly pool: Pool;
  readonly clients: readonly ClientConfig[];
  /** The syncs of the configuration file; others stand in the ledger. */
  readonly configured: readonly SyncConfig[];
  /** Where exports are kept while they are read, absolute. */
  readonly spoolDirectory: string;
  /** @throws RollcallError `secret_missing` */
  resolveSecret(reference: SecretReference): Secret;
  readonly log: Log;
}
