import { lstat, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { RollcallError } from '../../observe/rollcall-error.js';
import { type Candidates, listFiles } from './list-files.js';
import { copyLocalFile, isAsBefore } from './local-file.js';
import type { SourceOf } from './settings.js';
import type { Fetched, Transfer } from './source.js';
import { sourceError, technicalName } from './source-error.js';

/** Sub-directory that exports are moved to. */
const PROCESSED = 'processed';

/**
 * Fetches the newest export of a directory. Older ones are superseded by it, and never taken later: that would bring
 * yesterday back. They are moved away together with it, or stay.
 *
 * @throws RollcallError `source.nothing_new` where all that came was moved away
 */
export async function fetchDirectory(
  settings: SourceOf<'directory'>,
  transfer: Transfer,
): Promise<Fetched> {
  const { path: directory, processed } = settings;
  const [{ name }, ...superseded] = await newestOf(settings);
  const file = { directory, name, followLinks: false };
  const { spooled, state } = await copyLocalFile(file, settings.settle, transfer);
  const settle = async () => {
    if (processed === 'remember') return;
    // What has come under the same name since is the next run's.
    const isStill = await isAsBefore(file, state).catch(() => false);
    const names = [...superseded.map((older) => older.name), ...(isStill ? [name] : [])];
    await moveAway(directory, names, transfer.now());
  };
  return { ...spooled, name, modifiedAt: state.mtime, settle };
}

async function newestOf({
  path: directory,
  pattern,
  newest,
  processed,
}: SourceOf<'directory'>): Promise<Candidates> {
  try {
    return await listFiles(directory, pattern, newest);
  } catch (cause) {
    const isMissing = cause instanceof RollcallError && cause.code === 'source.not_found';
    if (!isMissing || processed === 'remember' || !(await hasProcessed(directory))) throw cause;
    throw sourceError(
      'source.nothing_new',
      `There is no new file ${pattern} in ${directory}: those that came have been moved to ${PROCESSED}.`,
    );
  }
}

/** Whether an export was moved away before. Where none ever was, the place or the pattern may be the wrong one. */
async function hasProcessed(directory: string): Promise<boolean> {
  const moved = await readdir(join(directory, PROCESSED)).catch(() => []);
  return moved.length > 0;
}

/** Moves files to the sub-directory of processed ones, under names that tell when: many systems write the same name nightly. */
async function moveAway(directory: string, names: readonly string[], at: Date): Promise<void> {
  const target = join(directory, PROCESSED);
  const stamp = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  try {
    // For this user alone, whoever may look into the directory above it. One that is there keeps the modes that it was given.
    await mkdir(target, { recursive: true, mode: 0o700 });
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
