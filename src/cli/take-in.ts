import { importRoster } from '../../jobs/import-roster.js';
import type { ClientConfig } from '../config/client-config.js';
import { saveClient } from '../ledger/clients.js';
import { openRoster } from '../roster/index.js';
import { type RosterChoices, rosterOptions } from './roster-choices.js';
import { openSource } from './roster-source.js';
import type { Session } from './session.js';

/** What came of taking a roster in. `failure` is why it was not read to its end. */
export interface TakenIn {
  readonly batchId: number;
  readonly failure: unknown;
}

/**
 * Takes the roster at `path` into the ledger and its people into the queue.
 *
 * @throws RollcallError where nothing at all was taken in: the file cannot be read, or its header cannot be understood
 */
export async function takeIn(
  session: Session,
  client: ClientConfig,
  path: string,
  choices: RosterChoices,
  signal: AbortSignal,
): Promise<TakenIn> {
  const { name: source, bytes } = await openSource(path);
  const roster = await openRoster(bytes, rosterOptions(client, choices));
  const { pool } = await session.ledger();
  const queues = await session.queues();
  const id = await saveClient(pool, client);
  let batchId: number | null = null;
  try {
    const taken = await importRoster(roster, {
      pool,
      client: { id, authType: client.authType },
      queue: queues.of(client.name),
      window: session.config.queueWindow,
      source,
      signal,
      onBatch: (made) => {
        batchId = made;
      },
    });
    return { batchId: taken, failure: null };
  } catch (failure) {
    bytes.destroy();
    if (batchId === null) throw failure;
    return { batchId, failure };
  }
}
