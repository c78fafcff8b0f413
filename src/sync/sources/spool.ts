import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { RollcallError } from '../../observe/rollcall-error.js';
import { ownPrefix } from './leftovers.js';
import type { Transfer } from './source.js';
import { sourceError, technicalName } from './source-error.js';

/** A private copy of an export. */
export interface Spooled {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 in hexadecimal. */
  readonly fingerprint: string;
  discard(): Promise<void>;
}

/** What is copied. */
export interface Incoming {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes that the source announced; null where its way of transfer tells the end by itself. */
  readonly expected: number | null;
  /** How messages name the export. */
  readonly place: string;
}

/**
 * Copies an export into a file that only this user may read, in a directory of its own, and takes its fingerprint on the
 * way. Nothing stays where that fails.
 *
 * @throws RollcallError `source.too_large`, `source.truncated`, `source.spool`
 */
export async function spool(incoming: Incoming, transfer: Transfer): Promise<Spooled> {
  const { spoolDirectory, signal } = transfer;
  const directory = await makeDirectory(spoolDirectory);
  const discard = () => rm(directory, { recursive: true, force: true });
  const path = join(directory, 'export');
  const meter = { bytes: 0, hash: createHash('sha256') };
  try {
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    await pipeline(metered(incoming, meter, transfer.maxBytes), file, { signal });
  } catch (cause) {
    await discard();
    if (cause instanceof RollcallError || signal.aborted) throw cause;
    throw noRoom(spoolDirectory, cause);
  }
  return { path, bytes: meter.bytes, fingerprint: meter.hash.digest('hex'), discard };
}

/** For what fails after the copy was made: removes it, and throws the same error. */
export function giveUp({ discard }: Spooled): (error: unknown) => Promise<never> {
  return async (error) => {
    await discard();
    throw error;
  };
}

async function makeDirectory(spoolDirectory: string): Promise<string> {
  try {
    await mkdir(spoolDirectory, { recursive: true, mode: 0o700 });
    // Made with mode 0700 by the system, whatever the mode of the directory that it is in.
    return await mkdtemp(join(spoolDirectory, ownPrefix()));
  } catch (cause) {
    throw noRoom(spoolDirectory, cause);
  }
}

async function* metered(
  { bytes, expected, place }: Incoming,
  meter: { bytes: number; hash: ReturnType<typeof createHash> },
  maxBytes: number,
): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const chunk of bytes) {
      meter.bytes += chunk.length;
      if (meter.bytes > maxBytes) throw tooLarge(place, maxBytes);
      meter.hash.update(chunk);
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof RollcallError) throw cause;
    const reason = `${place} broke off after ${meter.bytes} bytes (${technicalName(cause)}).`;
    throw sourceError('source.truncated', `${reason} Nothing of it is used; run the sync again.`);
  }
  if (expected === null || meter.bytes === expected) return;
  throw sourceError(
    'source.truncated',
    `${place} ended after ${meter.bytes} bytes, and ${expected} were announced. Nothing of it is used; run the sync again.`,
  );
}

/** For an export that is larger than its source may give. */
export function tooLarge(place: string, maxBytes: number): RollcallError {
  return sourceError(
    'source.too_large',
    `${place} is larger than ${maxBytes} bytes. If that is right, raise "limits.megabytes" of the source.`,
  );
}

function noRoom(directory: string, cause: unknown): RollcallError {
  return sourceError(
    'source.spool',
    `The export could not be copied to ${directory} (${technicalName(cause)}). Make room there, or let this user write to it.`,
  );
}
