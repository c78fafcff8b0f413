import { spawn } from 'node:child_process';
import { RollcallError } from '../../observe/rollcall-error.js';
import { type Account, isReachable } from './account.js';

/**
 * Runs a program of PostgreSQL to its end, as `account` where one is given, and returns what it printed.
 *
 * The program's output goes through a pipe that a server it leaves behind must not hold open: pg_ctl is given a log file.
 *
 * @param paths files and directories that the program has to reach
 * @throws RollcallError `embedded_postgres_failed` with the program's own words where it exits with anything but 0
 */
export function runAs(
  account: Account | null,
  paths: readonly string[],
  program: string,
  args: readonly string[],
) {
  const [command, ...rest] = commandLine(account, [program, ...paths], [program, ...args]);
  return new Promise<string>((resolve, reject) => {
    const child = spawn(command ?? program, rest, {
      ...(command === program ? account : {}),
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.on('error', (cause) => reject(failure(program, cause.message, cause)));
    child.on('exit', (code) => {
      if (code === 0) resolve(output);
      else reject(failure(program, output.trim()));
    });
  });
}

/**
 * A project under root's own home, or a clone in a private directory, cannot be entered by another account. There the
 * server gets the one capability that lets it pass: to search directories and to read.
 */
function commandLine(account: Account | null, paths: readonly string[], line: string[]): string[] {
  if (account === null || paths.every(isReachable)) return line;
  return [
    'setpriv',
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
    ...line,
  ];
}

function failure(program: string, words: string, cause?: unknown): RollcallError {
  const name = program.split(/[\\/]/).at(-1) ?? program;
  return new RollcallError(
    'embedded_postgres_failed',
    `The embedded PostgreSQL could not be run (${name}: ${words}). Set DATABASE_URL to use a server of your own.`,
    { cause },
  );
}
