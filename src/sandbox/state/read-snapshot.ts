import { type FileHandle, open } from 'node:fs/promises';
import { RollcallError } from '../../observe/rollcall-error.js';
import { isObject } from '../http/is-object.js';
import type { World } from '../world.js';
import { readHeader, restoreLine, type SnapshotHeader } from './snapshot.js';

/**
 * A world as it stands in the file, or a new one where there is no file yet.
 *
 * @param create makes the world, by the first line of the file; by null where there is none
 * @throws RollcallError `SANDBOX_STATE_INVALID`, and what `create` throws
 */
export async function readSnapshot(
  path: string,
  create: (header: SnapshotHeader | null) => World,
): Promise<World> {
  const file = await openIfThere(path);
  if (file === null) return create(null);
  try {
    let world: World | null = null;
    let messagesSent = 0;
    for await (const line of file.readLines()) {
      const value: unknown = JSON.parse(line);
      if (world === null) {
        const header = readHeader(value);
        world = create(header);
        messagesSent = header.messagesSent;
        await world.keys.load(header.keys);
      } else restoreLine(world, value);
    }
    if (world === null) throw new TypeError('Expected a first line.');
    world.mailbox.countFrom(messagesSent);
    return world;
  } catch (error) {
    throw error instanceof RollcallError ? error : unreadable(path, error);
  } finally {
    await file.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path);
  } catch (error) {
    if (isObject(error) && error.code === 'ENOENT') return null;
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): RollcallError {
  return new RollcallError(
    'SANDBOX_STATE_INVALID',
    `The state file ${path} cannot be read as one that a sandbox of this version wrote; move it away to start anew.`,
    { cause },
  );
}
