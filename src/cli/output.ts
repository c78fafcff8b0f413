import { printable, printableJson } from '../observe/printable.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { systemCode } from '../observe/system-code.js';

/** The two ways out of a command: data to stdout, everything else to stderr. */
export interface Output {
  /** A line of data. */
  data(line: string): void;
  /** An object of data, on a line of its own. */
  json(value: unknown): void;
  /** A chunk of data as it is, resolved when there is room for the next. */
  write(chunk: string): Promise<void>;
  /** A line for the person who watches. */
  note(line: string): void;
}

export const output: Output = {
  data: (line) => process.stdout.write(`${printable(line)}\n`),
  json: (value) => process.stdout.write(`${printableJson(value)}\n`),
  write: (chunk) =>
    new Promise((resolve, reject) => {
      process.stdout.write(chunk, (cause) => (cause ? reject(cause) : resolve()));
    }),
  note: (line) => process.stderr.write(`${printable(line)}\n`),
};

/** PostgreSQL's classes for lost connections, want of memory, disk or connections, and an operator's stop. */
const SERVER_TROUBLE = /^(08|53|57P)[0-9A-Z]{2,3}$/;

/** What a person is told of an error. Only our own messages are known to hold neither a secret nor a person. */
export function describeError(cause: unknown): string {
  if (cause instanceof RollcallError) return cause.message;
  const sqlState = systemCode(cause);
  if (SERVER_TROUBLE.test(sqlState))
    return `The database ended the connection, or has no room (SQLSTATE ${sqlState}). Look at the server, then type the command again: what was recorded is kept.`;
  if (isRedisGone(cause))
    return 'The connection to Redis was lost. Look at the server, then type the command again: what was recorded is kept.';
  const name = cause instanceof Error ? cause.name : typeof cause;
  const code = cause instanceof Error && 'code' in cause ? ` ${String(cause.code)}` : '';
  return `Something went wrong that Rollcall did not expect (${name}${code}). Run it again with ROLLCALL_LOG_LEVEL=debug for more.`;
}

/** What ioredis says of a command whose connection ended. Where something of Node's is broken off, the error has a code. */
function isRedisGone(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError' && !('code' in cause);
}
