import { join } from 'node:path';
import type { SyncWorld } from '../../../jobs/sync/sync-world.js';
import type { ClientConfig } from '../../config/client-config.js';
import { referredSecret } from '../../config/find-secret.js';
import type { SecretReference } from '../../config/secret-reference.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import type { Session } from '../session.js';

/** What syncs need of this process. @param clients those that it works for */
export async function syncWorld(
  session: Session,
  clients: readonly ClientConfig[] = session.config.clients,
): Promise<SyncWorld> {
  const { config, log } = session;
  const { pool } = await session.ledger();
  return {
    pool,
    clients,
    configured: config.syncs,
    spoolDirectory: join(config.home, 'spool'),
    resolveSecret: (reference) => secretOf(reference, config.directory),
    log,
  };
}

/** Looked up when it is needed: a run at night takes over what was changed by day. */
function secretOf(reference: SecretReference, directory: string) {
  const wrong: string[] = [];
  const secret = referredSecret(reference, process.env, directory, 'The secret of a sync', wrong);
  if (secret !== null) return secret;
  throw new RollcallError('secret_missing', `${wrong.join('. ')}.`);
}
