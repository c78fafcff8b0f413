import { type BigIntStats, constants } from 'node:fs';
import { access, type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RollcallError } from '../../observe/rollcall-error.js';
import type { Transfer } from './source.js';
import { sourceError, technicalName } from './source-error.js';
import { giveUp, type Spooled, spool, tooLarge } from './spool.js';

/** A file of this machine. */
export interface LocalFile {
  readonly directory: string;
  readonly name: string;
  /** Whether a link may lead to it: where the operator has named it, not where somebody may have dropped it. */
  readonly followLinks: boolean;
}

/** A copy of a file, and the state that the file was in. */
export interface Copied {
  readonly spooled: Spooled;
  readonly state: BigIntStats;
}

/**
 * Copies a file that has stayed the same for `settleMs`, and does so until its last byte is read.
 *
 * It is looked at twice rather than its time of change compared with the clock: on a network drive that time comes from
 * another machine.
 *
 * @throws RollcallError `source.still_written`, `source.not_found`, `source.not_a_file` and others
 */
export async function copyLocalFile(
  file: LocalFile,
  settleMs: number,
  transfer: Transfer,
): Promise<Copied> {
  const path = join(file.directory, file.name);
  await mustBeUnlocked(file);
  const state = await look(file);
  await transfer.pause(settleMs, transfer.signal);
  const handle = await openFile(file);
  try {
    await mustBeSame(file, state);
    if (state.size > transfer.maxBytes) throw tooLarge(path, transfer.maxBytes);
    const bytes = handle.createReadStream({ start: 0, autoClose: false });
    const spooled = await spool({ bytes, expected: Number(state.size), place: path }, transfer);
    await mustBeSame(file, state).catch(giveUp(spooled));
    return { spooled, state };
  } finally {
    await handle.close();
  }
}

/** What tells one state of a file from another: another file by the same name, or another content. */
const STATE = ['dev', 'ino', 'size', 'mtimeNs'] as const;

/** Whether a file is still the one, and as it was. */
export async function isAsBefore(file: LocalFile, before: BigIntStats): Promise<boolean> {
  const now = await look(file);
  return STATE.every((part) => now[part] === before[part]);
}

async function mustBeSame(file: LocalFile, before: BigIntStats): Promise<void> {
  if (!(await isAsBefore(file, before))) throw stillWritten(file, 'it changes');
}

async function look(file: LocalFile): Promise<BigIntStats> {
  const path = join(file.directory, file.name);
  const state = await inWords(path, () =>
    (file.followLinks ? stat : lstat)(path, { bigint: true }),
  );
  if (state.isFile()) return state;
  throw sourceError(
    'source.not_a_file',
    `${path} is no file, or a link where none is followed. Put the export itself there.`,
  );
}

function openFile({ directory, name, followLinks }: LocalFile): Promise<FileHandle> {
  // Opening a pipe would wait for somebody to write to it, and a link may have been put there since the last look.
  const flags =
    constants.O_RDONLY | constants.O_NONBLOCK | (followLinks ? 0 : constants.O_NOFOLLOW);
  const path = join(directory, name);
  return inWords(path, () => open(path, flags));
}

/** Locks that programs put beside a file while they work on it: `name.lock`, and LibreOffice's. */
async function mustBeUnlocked(file: LocalFile): Promise<void> {
  for (const lock of [`${file.name}.lock`, `.~lock.${file.name}#`]) {
    const isThere = await access(join(file.directory, lock)).then(
      () => true,
      () => false,
    );
    if (isThere) throw stillWritten(file, `${lock} is beside it`);
  }
}

function stillWritten({ directory, name }: LocalFile, reason: string): RollcallError {
  return sourceError(
    'source.still_written',
    `${join(directory, name)} is still being written: ${reason}. Run the sync later, or have the export written under another name and renamed when it is complete.`,
  );
}

/** Does something to a file, and says in words why it cannot be done. */
export async function inWords<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof RollcallError) throw cause;
    const name = technicalName(cause);
    switch (name) {
      case 'ENOENT':
      case 'ENOTDIR':
        throw sourceError('source.not_found', `There is no ${path}. Is ${dirname(path)} mounted?`);
      case 'EACCES':
      case 'EPERM':
        throw sourceError('source.refused', `${path} may not be read by this user (${name}).`);
      case 'ELOOP':
        throw sourceError('source.not_a_file', `${path} is a link, and none is followed there.`);
      case 'EBUSY':
        throw sourceError('source.still_written', `${path} is locked by another program.`);
      default:
        throw sourceError('source.unreachable', `${path} cannot be read (${name}).`);
    }
  }
}
