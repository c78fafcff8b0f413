import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';

/** What `postmaster.pid` says of the server that has the directory open. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** Reads `postmaster.pid`: pid, directory, start time and port on a line each. Null where there is none, or half of one. */
export function readPostmaster(directory: string): Postmaster | null {
  try {
    const [pid, , , port] = readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n');
    const postmaster = { pid: Number(pid), port: Number(port) };
    return postmaster.pid > 0 && postmaster.port > 0 ? postmaster : null;
  } catch {
    return null;
  }
}

/**
 * Whether that process is a living server of this directory. A pid that merely exists is not enough: after a crash it may
 * belong to another program by now, or be a zombie that a container without an init never reaps.
 */
export function isServing(directory: string, { pid }: Postmaster): boolean {
  try {
    return platform() === 'linux' ? isServingOnLinux(directory, pid) : isServingElsewhere(pid);
  } catch {
    return false;
  }
}

function isServingOnLinux(directory: string, pid: number): boolean {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '';
  if (afterName.startsWith('Z')) return false;
  // PostgreSQL's working directory is its data directory.
  return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory);
}

function isServingElsewhere(pid: number): boolean {
  if (platform() === 'win32') return process.kill(pid, 0);
  return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).includes(
    'postgres',
  );
}
