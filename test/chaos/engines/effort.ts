import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import type { Running } from '../../support/rollcall.js';

/** What workers have spent, to be compared with what they have spent later. */
export interface Effort {
  /** Processor time of all of them, in seconds. */
  readonly cpuSeconds: number;
  /** Lines that they have logged. */
  readonly lines: number;
}

export function effortOf(workers: readonly Running[]): Effort {
  return {
    cpuSeconds: sum(workers.map(({ child }) => cpuSeconds(child.pid ?? 0))),
    lines: sum(workers.map((worker) => worker.stderr().split('\n').length)),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

const TICKS_PER_SECOND = 100;

function cpuSeconds(pid: number): number {
  if (platform() !== 'linux') return secondsOf(psTime(pid));
  // Behind the name, which may hold anything: state is field 3, and the times of user and system are 14 and 15.
  const fields = (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function psTime(pid: number): string {
  return execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' }).trim();
}

/** `1:02.50` and `00:01:02` are 62 seconds. */
function secondsOf(time: string): number {
  return time.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
}
