import { basename, dirname } from 'node:path';
import { listFiles } from './list-files.js';
import { copyLocalFile } from './local-file.js';
import { isPattern } from './name-pattern.js';
import type { SourceOf } from './settings.js';
import type { Fetched, Transfer } from './source.js';

/** Fetches a file of this machine: the one that is named, or the newest that a pattern means. */
export async function fetchFile(
  { path, newest, settle }: SourceOf<'file'>,
  transfer: Transfer,
): Promise<Fetched> {
  const directory = dirname(path);
  const pattern = basename(path);
  const several = isPattern(pattern);
  const name = several ? (await listFiles(directory, pattern, newest))[0].name : pattern;
  const file = { directory, name, followLinks: !several };
  const { spooled, state } = await copyLocalFile(file, settle, transfer);
  return { ...spooled, name, modifiedAt: state.mtime, settle: async () => undefined };
}
