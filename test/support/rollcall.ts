import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';

/** A run of the command line: what it printed, and how it ended. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that is running. */
export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** What it has printed to stderr so far. */
  stderr(): string;
}

export type Environment = Readonly<Record<string, string>>;

/** Starts `rollcall …` as a user would, in a directory and an environment of its own, with `input` on standard input. */
export function start(
  args: readonly string[],
  environment: Environment,
  directory: string,
  input = '',
): Running {
  const child = spawn(process.execPath, [join(PACKAGE_ROOT, 'bin/rollcall.js'), ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that does not read it may be gone before it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const finished = once(child, 'close').then(([exitCode]) => ({ exitCode, stdout, stderr }));
  return { child, finished, stderr: () => stderr };
}

/** Runs `rollcall …` to its end. */
export function rollcall(
  args: readonly string[],
  environment: Environment,
  directory: string,
  input = '',
): Promise<Finished> {
  return start(args, environment, directory, input).finished;
}
