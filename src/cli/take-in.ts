import { importRoster } from '../../jobs/import-roster.js';
import type { ClientConfig } from '../config/client-config.js';
import { saveClient } from '../ledger/clients.js';
import { openRosterFile } from './open-roster-file.js';
import type { RosterChoices } from './roster-choices.js';
import type { RosterFile } from './roster-file.js';
import type { Session } from './session.js';
import type { StartTime } from './start-time.js';

/** What came of taking a roster in. `failure` is why it was not read to its end. */
export interface TakenIn {
  readonly batchId: number;
  readonly failure: unknown;
}

/**
 * Takes a roster into the ledger and its people into the queue.
 *
 * @throws RollcallError where nothing at all was taken in: the file cannot be read, or is not what was planned any more
 */
export async function takeIn(
  session: Session,
  client: ClientConfig,
  file: RosterFile,
  choices: RosterChoices & { readonly start?: StartTime | null },
  signal: AbortSignal,
): Promise<TakenIn> {
  const { pool } = await session.ledger();
  const bytes = file.read();
  const roster = await openRosterFile(pool, client, bytes, choices);
  const queues = await session.queues();
  const id = await saveClient(pool, client);
  let batchId: number | null = null;
  try {
    const taken = await importRoster(roster, {
      pool,
      client: { id, authType: client.authType },
      queue: queues.of(client.name),
      window: session.config.queueWindow,
      source: file.name,
      notBefore: choices.start?.at,
      signal,
      onBatch: (made) => {
        batchId = made;
      },
    });
    return { batchId: taken, failure: null };
  } catch (failure) {
    bytes.destroy();
    if (batchId === null) throw failure;
    return { batchId, failure: await causeOf(failure, file) };
  }
}

/** Where the file has changed meanwhile, that is the reason, whatever the reader made of it. */
function causeOf(failure: unknown, file: RosterFile): Promise<unknown> {
  return file.mustBeUnchanged().then(
    () => failure,
    (changed: unknown) => changed,
  );
}
