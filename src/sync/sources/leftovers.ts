import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { technicalName } from './source-error.js';

// A process id means something on one machine only, and the directory may be shared by several.
const HERE = `export-${hostname()}-`;

/** How this process begins the names of its copies. */
export function ownPrefix(): string {
  return `${HERE}${process.pid}-`;
}

/** Removes the copies of processes of this machine that were killed before they could. */
export async function clearLeftovers(spoolDirectory: string): Promise<void> {
  const names = await readdir(spoolDirectory).catch(() => []);
  const left = names.filter((name) => {
    const [, pid] = name.startsWith(HERE) ? (/^(\d+)-/.exec(name.slice(HERE.length)) ?? []) : [];
    return pid !== undefined && !isRunning(Number(pid));
  });
  for (const name of left) await rm(join(spoolDirectory, name), { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    // Anything else than "no such process" is one of another user.
    return technicalName(cause) !== 'ESRCH';
  }
}
