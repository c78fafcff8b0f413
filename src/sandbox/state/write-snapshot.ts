import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { RollcallError } from '../../observe/rollcall-error.js';
import { ndjson } from '../control/ndjson.js';
import type { World } from '../world.js';
import { snapshotHeader, snapshotLines } from './snapshot.js';

/**
 * Writes the world beside the file and puts it in its place at once: whoever reads the file finds the whole of the
 * old state or of the new. Mode 0600, as it holds people and private keys.
 *
 * Other calls are answered between the chunks, so that a million users do not hold them up for seconds; a user who
 * changes meanwhile is written as they are when their turn comes.
 *
 * @throws RollcallError `SANDBOX_STATE_UNWRITABLE`
 */
export async function writeSnapshot(world: World, path: string): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    // Only where nothing is by that name: it may be a link to somewhere else.
    const file = await open(beside, 'wx', 0o600);
    try {
      await file.write(`${JSON.stringify(await snapshotHeader(world))}\n`);
      for (const chunk of ndjson(snapshotLines(world))) await file.write(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    throw new RollcallError(
      'SANDBOX_STATE_UNWRITABLE',
      `The state could not be written to ${path}; what came since it was last written is lost. Choose a place that can be written to.`,
      { cause },
    );
  }
}
