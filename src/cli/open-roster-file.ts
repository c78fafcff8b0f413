import type { Readable } from 'node:stream';
import type { Pool } from 'pg';
import type { ClientConfig } from '../config/client-config.js';
import { findBatch } from '../ledger/batches.js';
import { openRoster, type Roster } from '../roster/index.js';
import { type RosterChoices, rosterOptions } from './roster-choices.js';

/**
 * Opens a roster as the command line and the configuration say, and mended rejects in the encoding of their batch.
 *
 * @throws RollcallError for wrong options, and those of the reader
 */
export function openRosterFile(
  pool: Pool,
  client: ClientConfig,
  bytes: Readable,
  choices: RosterChoices,
): Promise<Roster> {
  const encodingOf = async (batch: number) => (await findBatch(pool, batch))?.encoding ?? null;
  return openRoster(bytes, { ...rosterOptions(client, choices), encodingOf });
}
