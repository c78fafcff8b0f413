import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inWords } from './local-file.js';
import { type Candidate, type Newest, nameMatcher, newestFirst } from './name-pattern.js';
import { sourceError } from './source-error.js';

/** Files, the newest first. */
export type Candidates = readonly [Candidate, ...Candidate[]];

/**
 * The files of a directory that a pattern means, the newest first. Links are left out: whoever may write to the directory
 * could otherwise have any file of the machine read.
 *
 * @throws RollcallError `source.not_found` where there is none
 */
export async function listFiles(
  directory: string,
  pattern: string,
  newest: Newest,
): Promise<Candidates> {
  const matches = nameMatcher(pattern);
  const names = await inWords(directory, () => readdir(directory));
  const candidates: Candidate[] = [];
  for (const name of names.filter(matches)) {
    // What is gone since is no candidate.
    const state = await lstat(join(directory, name)).catch(() => null);
    if (state?.isFile()) candidates.push({ name, modifiedAt: state.mtime });
  }
  const [first, ...others] = newestFirst(candidates, newest);
  if (first !== undefined) return [first, ...others];
  throw sourceError(
    'source.not_found',
    `There is no file ${pattern} in ${directory}. Has the export been written?`,
  );
}
