import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { technicalName } from './source-error.js';

const ANY = 'export-';
// A process id means something on one machine only, and the directory may be shared by several.
const HERE = `${ANY}${hostname()}-`;
// In a container that is started again, the process has the id of the one that was killed.
const OWN = `${process.pid}-${randomUUID().slice(0, 8)}-`;

/** No run takes as long, in ms: fetching may take a day at most. A container that was made anew has another name for its machine. */
const FORGOTTEN_MS = 48 * 3_600_000;

/** How this process begins the names of its copies. */
export function ownPrefix(): string {
  return `${HERE}${OWN}`;
}

/** Removes the copies of processes that were killed before they could: at once on the same machine, after two days of any other. */
export async function clearLeftovers(spoolDirectory: string): Promise<void> {
  const names = await readdir(spoolDirectory).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(ANY))) {
    const path = join(spoolDirectory, name);
    if (isOfDead(name) || (await ageOf(path)) > FORGOTTEN_MS)
      await rm(path, { recursive: true, force: true });
  }
}

function isOfDead(name: string): boolean {
  if (!name.startsWith(HERE) || name.startsWith(ownPrefix())) return false;
  const [, pid] = /^(\d+)-/.exec(name.slice(HERE.length)) ?? [];
  return pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid)));
}

/** Ms since the copy was begun, by the clock that files have their times from; 0 where it is gone. */
async function ageOf(path: string): Promise<number> {
  const state = await stat(path).catch(() => null);
  return state === null ? 0 : Date.now() - state.mtimeMs;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    // Anything else than "no such process" is one of another user.
    return technicalName(cause) !== 'ESRCH';
  }
}
