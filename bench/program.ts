import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../src/config/package-root.js';
import type { Environment } from './command.js';

/** Starts `bench/<name>.ts`, as it was compiled, in a process of its own; its only argument is `options` as JSON. */
export function startProgram(
  name: string,
  options: unknown,
  environment: Environment = {},
): ChildProcess {
  const program = join(PACKAGE_ROOT, 'dist/bench', `${name}.js`);
  return spawn(process.execPath, [program, JSON.stringify(options)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/**
 * Runs a program to its end and returns what it printed.
 *
 * @throws where it does not exit with 0
 */
export async function runProgram(
  name: string,
  options: unknown,
  environment: Environment = {},
): Promise<string> {
  const child = startProgram(name, options, environment);
  let printed = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}`);
  return printed;
}

const announcement = z.object({ url: z.string() });

/**
 * The address that a server prints as JSON once it listens.
 *
 * @throws where it ends before that
 */
export async function urlOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('Expected a pipe');
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'close').then(([code]) => {
      throw new Error(`A server ended with ${code} before it listened`);
    }),
  ]);
  return announcement.parse(JSON.parse(String(line))).url;
}

/** Ends a process in order, and waits for its end. */
export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  await ended;
}
