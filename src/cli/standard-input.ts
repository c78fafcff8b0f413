import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { RollcallError } from '../observe/rollcall-error.js';
import { systemCode } from '../observe/system-code.js';

/**
 * Reads `input` to its end into a file that only its owner may read, and that has lost its name before the first byte comes
 * in: the system removes it with the last handle, also where the process is killed. It may be as long as the disk has room.
 *
 * @throws RollcallError `input_not_kept`
 */
export async function keepStandardInput(
  input: Readable,
  directory = tmpdir(),
): Promise<FileHandle> {
  const path = join(directory, `rollcall-${randomUUID()}`);
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, 'wx+', 0o600);
    await unlink(path);
    await writeFile(handle, input);
    return handle;
  } catch (cause) {
    await handle?.close();
    throw new RollcallError(
      'input_not_kept',
      `Standard input could not be kept in ${directory} (${systemCode(cause)}). Name a directory with more room in TMPDIR, or write the roster to a file of your own.`,
      { cause },
    );
  }
}
