import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../../src/config/package-root.js';
import type { Environment } from '../../support/rollcall.js';

/** How a process came to its end. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A command of Rollcall in a process of its own, whose output goes to a file: it may run for an hour. */
export interface Hand {
  readonly name: string;
  readonly child: ChildProcess;
  readonly ended: Promise<End>;
  /** Null as long as it runs. */
  end(): End | null;
  /** All that it has printed. */
  output(): string;
}

/** @param name names the file too, and so is given to one process only */
export function startHand(
  name: string,
  args: readonly string[],
  environment: Environment,
  directory: string,
): Hand {
  const file = join(directory, `${name}.log`);
  const log = openSync(file, 'w', 0o600);
  const child = spawn(process.execPath, [join(PACKAGE_ROOT, 'bin/rollcall.js'), ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let end: End | null = null;
  const ended = once(child, 'exit').then(([code, signal]): End => {
    end = { code, signal };
    return end;
  });
  return { name, child, ended, end: () => end, output: () => readFileSync(file, 'utf8') };
}

/** What a process holds at one moment. */
export interface Sample {
  readonly rssMb: number;
  /** Open files and sockets. */
  readonly handles: number;
}

/** Null where the process has gone, or the system does not tell (it does on Linux). */
export function sample({ child }: Hand): Sample | null {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kilobytes === undefined) return null;
    const handles = readdirSync(`/proc/${child.pid}/fd`).length;
    return { rssMb: Number(kilobytes) / 1_024, handles };
  } catch {
    return null;
  }
}
