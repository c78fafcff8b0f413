import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Absolute path of the package, wherever this file runs from: `src` under the tests, `dist/src` when built. SQL, Lua and
 * fixtures are read from there, so that they stand once, as files of their own.
 */
export const PACKAGE_ROOT = rootAbove(import.meta.dirname);

function rootAbove(directory: string): string {
  if (existsSync(join(directory, 'package.json'))) return directory;
  return rootAbove(dirname(directory));
}
