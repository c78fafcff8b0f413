import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import { CommanderError } from 'commander';
import { PACKAGE_ROOT } from '../config/package-root.js';
// Before `.env` is read: no file may have a process killed.
import '../observe/crash-point.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { EXIT_CODE, type ExitCode } from './exit-code.js';
import { describeError, output } from './output.js';
import { createProgram } from './program.js';

/** Codes that say that something outside went wrong, rather than that the command was wrong. */
const TROUBLE = new Set([
  'database_unreachable',
  'database_untrusted',
  'redis_unreachable',
  'embedded_postgres_failed',
  'next_identity_unavailable',
  'next_identity_lost',
  'next_identity_closed',
  'next_identity_rate_limited',
  'input_not_kept',
  'export_changed',
  'value_damaged',
  'tables_not_rewritten',
]);

/** Runs the command line and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that has seen enough, like `head`, is no error. The command ends by the failure of its next write, and in order:
  // a process that went at once would leave the embedded server running.
  process.stdout.on('error', (cause) => {
    if (!isBrokenPipe(cause)) throw cause;
  });
  if (existsSync('.env')) loadEnvFile('.env');
  const { version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
  let exitCode: ExitCode = EXIT_CODE.done;
  const program = createProgram(String(version), (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv]);
  } catch (cause) {
    exitCode = exitCodeOf(cause);
  }
  process.exitCode = exitCode;
}

function exitCodeOf(cause: unknown): ExitCode {
  // Commander has said what it had to say.
  if (cause instanceof CommanderError)
    return cause.exitCode === 0 ? EXIT_CODE.done : EXIT_CODE.refused;
  if (isBrokenPipe(cause)) return EXIT_CODE.done;
  output.note(`rollcall: ${describeError(cause)}`);
  if (cause instanceof RollcallError && cause.code === 'interrupted') return EXIT_CODE.interrupted;
  if (process.env.ROLLCALL_LOG_LEVEL === 'debug' && cause instanceof Error)
    output.note(stackOf(cause));
  return cause instanceof RollcallError && !TROUBLE.has(cause.code)
    ? EXIT_CODE.refused
    : EXIT_CODE.failed;
}

function isBrokenPipe(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EPIPE';
}

/** Where it happened, without the message: that may hold what must not be shown. */
function stackOf(cause: Error): string {
  return (cause.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
}
