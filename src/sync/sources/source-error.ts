import { z } from 'zod';
import { RollcallError } from '../../observe/rollcall-error.js';

/** Why there is no export. The codes are stable: they stand in the ledger and in notifications. */
export type SourceCode =
  /** There is no export, or nothing that it could be in. */
  | 'source.not_found'
  /** There is none beside those that were moved away after their runs. */
  | 'source.nothing_new'
  /** The export changes while it is looked at. */
  | 'source.still_written'
  | 'source.too_large'
  | 'source.timeout'
  /** The run was told to end. */
  | 'source.stopped'
  /** No connection, or an answer that says "later". */
  | 'source.unreachable'
  /** The transfer ended before the export did. */
  | 'source.truncated'
  /** The other side does not let Rollcall in, or to the export. */
  | 'source.refused'
  /** A redirect that leads elsewhere. */
  | 'source.redirected'
  /** The server is not the one whose key was named. */
  | 'source.host_key'
  /** A secret is not there, or not in a form that can be used. */
  | 'source.secret'
  /** What is there is no file, or leads elsewhere by a link. */
  | 'source.not_a_file'
  /** There is no room for the copy. */
  | 'source.spool'
  /** The export could not be moved after its run. */
  | 'source.not_moved';

/** What another attempt may find otherwise. */
const PASSING: ReadonlySet<string> = new Set<SourceCode>([
  'source.still_written',
  'source.unreachable',
  'source.truncated',
]);

/**
 * An error of a source. What came from a connection is not its `cause`, which may hold what was sent: its technical name
 * belongs into the sentence.
 */
export function sourceError(code: SourceCode, sentence: string): RollcallError {
  return new RollcallError(code, sentence);
}

export function mayPass(error: unknown): boolean {
  return error instanceof RollcallError && PASSING.has(error.code);
}

/** The name in a URL leads to an address that the settings do not allow. */
export function privateAddress(host: string): RollcallError {
  return sourceError(
    'source.refused',
    `${host} leads to a private address, and no connection is made. If it is meant, set "allowPrivateAddresses": true of the source.`,
  );
}

const word = z.string().regex(/^\w+$/).optional().catch(undefined);
// Read as a shape: an error of another realm is no instance of this one's Error.
const named = z.object({ code: word, name: word }).catch({});

/** What the system or a protocol calls a failure, like `ECONNREFUSED`; it never says who or where. */
export function technicalName(cause: unknown): string {
  const { code, name } = named.parse(cause);
  return code ?? name ?? 'unknown';
}
