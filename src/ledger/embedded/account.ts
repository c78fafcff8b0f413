import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { RollcallError } from '../../observe/rollcall-error.js';

/** The system account that runs the server where Rollcall itself runs as root: PostgreSQL refuses to be root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'rollcall';

/** The account for the server, made on first use; null where Rollcall runs as an ordinary user, who serves himself. */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const known = lookUp();
  if (known !== null) return known;
  try {
    execFileSync('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      NAME,
    ]);
  } catch (cause) {
    // Another process may have been faster.
    const made = lookUp();
    if (made !== null) return made;
    throw new RollcallError(
      'no_server_account',
      `PostgreSQL does not run as root, and the account "${NAME}" could not be made. Run Rollcall as an ordinary user, or make the account, or set DATABASE_URL.`,
      { cause },
    );
  }
  return lookUp();
}

function lookUp(): Account | null {
  try {
    const id = (flag: string) =>
      Number(
        execFileSync('id', [flag, NAME], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      );
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

/** Whether any account may pass through every directory above `path`. */
export function isReachable(path: string): boolean {
  const parent = dirname(path);
  if (parent === path) return true;
  return (statSync(parent).mode & 0o001) !== 0 && isReachable(parent);
}
