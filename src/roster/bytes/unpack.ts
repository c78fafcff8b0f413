import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { RollcallError } from '../../observe/rollcall-error.js';
import { rosterError } from '../problems.js';
import { inPieces, prepend, takeHead } from './read-bytes.js';

/** The bytes of a roster, unpacked if it was packed. */
export interface Unpacked {
  readonly bytes: AsyncGenerator<Buffer, void>;
  readonly compression: 'gzip' | null;
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** A bomb grows a thousandfold, a roster about tenfold. Small files may be as repetitive as they like. */
const MAX_GROWTH = 200;
const ALWAYS_ALLOWED_BYTES = 2 * 1024 * 1024;

/** What is handed to the unpacker at once counts as unpacked at once, so it must be little for the growth to be seen. */
const PACKED_PIECE_BYTES = 4 * 1024;

/**
 * Unpacks a file that starts as gzip does, and passes any other on. The bytes throw `roster.compressed_too_far`, and
 * `roster.unreadable` where the archive is damaged or cut off.
 */
export async function unpack(bytes: AsyncGenerator<Buffer, void>): Promise<Unpacked> {
  const head = await takeHead(bytes, GZIP_MAGIC.length);
  const whole = prepend(head, bytes);
  const isGzip = Buffer.concat(head).subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC);
  return isGzip
    ? { bytes: gunzipped(whole), compression: 'gzip' }
    : { bytes: whole, compression: null };
}

async function* gunzipped(packed: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  const gunzip = createGunzip();
  // Failures of either end reach us through the iteration of `gunzip`; the promise would report them a second time.
  pipeline(Readable.from(inSmallPieces(packed)), gunzip).catch(() => undefined);
  let size = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      size += chunk.length;
      const growth = size / Math.max(1, gunzip.bytesWritten);
      if (size > ALWAYS_ALLOWED_BYTES && growth > MAX_GROWTH) {
        throw rosterError('roster.compressed_too_far');
      }
      yield* inPieces(chunk);
    }
  } catch (cause) {
    if (cause instanceof RollcallError) throw cause;
    const reason = 'The roster is compressed with gzip, and the archive is damaged or cut off.';
    throw rosterError('roster.unreadable', reason, { cause });
  }
}

async function* inSmallPieces(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  for await (const piece of packed) yield* inPieces(piece, PACKED_PIECE_BYTES);
}
