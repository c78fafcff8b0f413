import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { RollcallError } from '../observe/rollcall-error.js';
import { systemCode } from '../observe/system-code.js';
import { rosterError } from '../roster/problems.js';
import { keepStandardInput } from './standard-input.js';

/** A roster that is read twice, to plan its import and to import it, and has to be the same roster both times. */
export interface RosterFile {
  /** The name it goes by, without its directory. */
  readonly name: string;
  /**
   * Its bytes from the start. They fail with `roster.file_changed` where the file is, or meanwhile becomes, another than the
   * one that was opened.
   */
  read(): Readable;
  /** @throws RollcallError `roster.file_changed` */
  mustBeUnchanged(): Promise<void>;
}

/**
 * Opens the roster at `path` for as long as the work with it lasts. `-` is standard input, which can be read once only and is
 * kept in a file of its own for that time.
 *
 * @throws RollcallError `file_unreadable`, `input_not_kept`
 */
export async function withRosterFile<Result>(
  path: string,
  work: (file: RosterFile) => Promise<Result>,
): Promise<Result> {
  const isInput = path === '-';
  const handle = isInput ? await keepStandardInput(process.stdin) : await openFile(path);
  try {
    const now = () => (isInput ? handle.stat({ bigint: true }) : stat(path, { bigint: true }));
    const before = await handle.stat({ bigint: true });
    const mustBeUnchanged = async () => {
      const after = await now().catch(() => null);
      const isSame = FINGERPRINT.every((part) => after?.[part] === before[part]);
      if (!isSame) throw rosterError('roster.file_changed');
    };
    async function* bytes(): AsyncGenerator<Buffer, void> {
      await mustBeUnchanged();
      let position = 0;
      for (;;) {
        // Not by a stream of the handle's own: given up half-way, it would take the handle with it.
        const buffer = Buffer.allocUnsafe(PIECE_BYTES);
        const { bytesRead } = await handle.read({ buffer, position });
        if (bytesRead === 0) break;
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
      await mustBeUnchanged();
      if (BigInt(position) !== before.size) throw rosterError('roster.file_changed');
    }
    const name = isInput ? 'standard input' : basename(path);
    return await work({ name, read: () => Readable.from(bytes()), mustBeUnchanged });
  } finally {
    await handle.close();
  }
}

const PIECE_BYTES = 64 * 1024;

/** What tells one state of a file from another: another file by the same name, or another content. */
const FINGERPRINT = ['dev', 'ino', 'size', 'mtimeNs'] as const;

async function openFile(path: string): Promise<FileHandle> {
  let isDirectory: boolean;
  try {
    // Looked at first, because opening a pipe would wait for somebody to write to it.
    const found = await stat(path);
    if (found.isFile()) return await open(path);
    isDirectory = found.isDirectory();
  } catch (cause) {
    const reason = `${path} cannot be read (${systemCode(cause)}). Check that it is there, and that you may read it.`;
    throw new RollcallError('file_unreadable', reason, { cause });
  }
  throw new RollcallError(
    'file_unreadable',
    isDirectory
      ? `${path} is a directory. Name a file in it.`
      : `${path} is a pipe or a device. Name a file, or hand it in as standard input: rollcall … - < ${path}`,
  );
}
