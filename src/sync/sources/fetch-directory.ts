import { lstat, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { RollcallError } from '../../observe/rollcall-error.js';
import { listFiles } from './list-files.js';
import { copyLocalFile, isAsBefore } from './local-file.js';
import type { SourceOf } from './settings.js';
import type { Fetched, Transfer } from './source.js';
import { sourceError, technicalName } from './source-error.js';
import { giveUp } from './spool.js';

/** Sub-directory that exports are moved to. */
const PROCESSED = 'processed';

/**
 * Fetches the newest export of a directory. Older ones are superseded by it, and never taken later: that would bring
 * yesterday back. They are moved away together with it, or the newest is known by its content.
 */
export async function fetchDirectory(
  settings: SourceOf<'directory'>,
  transfer: Transfer,
): Promise<Fetched> {
  const { path: directory, pattern, newest, processed } = settings;
  const [{ name }, ...superseded] = await listFiles(directory, pattern, newest);
  const file = { directory, name, followLinks: false };
  const { spooled, state } = await copyLocalFile(file, settings.settle, transfer);
  const isTaken = () => transfer.remembered(spooled.fingerprint);
  const alreadyTaken = processed === 'remember' && (await isTaken().catch(giveUp(spooled)));
  const settle = async () => {
    if (processed === 'remember') return;
    // What has come under the same name since is the next run's.
    const isStill = await isAsBefore(file, state).catch(() => false);
    const names = [...superseded.map((older) => older.name), ...(isStill ? [name] : [])];
    await moveAway(directory, names, transfer.now());
  };
  return { ...spooled, name, modifiedAt: state.mtime, alreadyTaken, settle };
}

/** Moves files to the sub-directory of processed ones, under names that tell when: many systems write the same name nightly. */
async function moveAway(directory: string, names: readonly string[], at: Date): Promise<void> {
  const target = join(directory, PROCESSED);
  const stamp = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  try {
    await mkdir(target, { recursive: true });
    // By a link, exports would leave the directory that they may be in.
    if ((await lstat(target)).isSymbolicLink()) throw notMoved(target, 'it is a link');
    for (const name of names) await rename(join(directory, name), join(target, `${stamp}-${name}`));
  } catch (cause) {
    throw cause instanceof RollcallError ? cause : notMoved(target, technicalName(cause));
  }
}

function notMoved(target: string, reason: string): RollcallError {
  return sourceError(
    'source.not_moved',
    `Exports could not be moved to ${target} (${reason}). Make it a directory that this user may write to, and move them by hand.`,
  );
}
