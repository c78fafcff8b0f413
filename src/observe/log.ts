import pino, { type LogFn, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { printableLine } from './printable.js';
import { RollcallError } from './rollcall-error.js';

/** The part of a logger that Rollcall's parts use. What is logged: ids, counts, codes. Never a person. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * Names under which personal data or secrets could slip into a log line, at the top or one level down. None is ever logged
 * on purpose; this is the second lock on the door.
 */
const REDACTED = [
  'identifier',
  'profile',
  'profileFields',
  'emailAddress',
  'mobileNumber',
  'firstName',
  'lastName',
  'cells',
  'person',
  'clientSecret',
  'password',
  'authorization',
  'body',
];

/**
 * Writes to stderr: lines for people on a terminal, JSON elsewhere.
 *
 * @param level a pino level, or `silent`
 */
export function createLog(level: string): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    serializers: { err: describeError },
    hooks: { logMethod: withOwnMessage },
  };
  if (process.stderr.isTTY) {
    const stream = pretty({
      destination: 2,
      sync: true,
      translateTime: 'HH:MM:ss',
      ignore: 'level',
    });
    // It writes what the escapes of JSON stand for; a name or a vendor's words must not drive the terminal.
    return pino(options, { write: (line) => stream.write(printableLine(line)) });
  }
  return pino(options, pino.destination({ dest: 2, sync: true }));
}

/** A line without a message would get that of its error, which may hold anything. */
function withOwnMessage(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first, ...rest] = args;
  if (typeof first === 'object' && rest.length === 0) method.call(this, first, '');
  else method.apply(this, args);
}

/** A line of a stack that names a place in the code; those before it are the error's message, which may have several. */
const FRAME = /^ +at .*:\d+:\d+\)?$/;

/** An error of a library may carry a query's values or a request's body along, even in its message: little is kept. */
function describeError(error: unknown) {
  if (error instanceof RollcallError) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => FRAME.test(line));
  const code = codeOf(error);
  return {
    type: error.name,
    ...(code === null ? {} : { code }),
    stack: frames.slice(0, 5).join('\n'),
  };
}

/** Redis has no field for it: its refusals begin with a word of its own, such as `NOAUTH`. */
function codeOf(error: Error): string | null {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.name === 'ReplyError' ? (/^[A-Z]+\b/.exec(error.message)?.[0] ?? null) : null;
}
