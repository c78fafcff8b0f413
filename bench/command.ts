import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../src/config/package-root.js';

export type Environment = Readonly<Record<string, string>>;

/** Starts `rollcall …` in a process of its own, as in real use. */
export function startCommand(
  args: readonly string[],
  environment: Environment,
  directory: string,
): ChildProcess {
  return spawn(process.execPath, [join(PACKAGE_ROOT, 'bin/rollcall.js'), ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/**
 * Runs `rollcall …` to its end and returns what it printed.
 *
 * @throws where it does not exit with 0
 */
export async function runCommand(
  args: readonly string[],
  environment: Environment,
  directory: string,
): Promise<string> {
  const child = startCommand(args, environment, directory);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0)
    throw new Error(`rollcall ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return stdout;
}
