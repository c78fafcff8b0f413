import type { Readable } from 'node:stream';
import { rosterError } from './problems.js';

/** Larger pieces would be turned into rows all at once, so memory would grow with the pieces that the source gives. */
const PIECE_BYTES = 64 * 1024;

/** The bytes of a source in pieces of at most 64 KiB. Throws `roster.unreadable` when the source fails or breaks off. */
export async function* readBytes(source: Readable): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of source as AsyncIterable<string | Uint8Array>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : asBuffer(chunk);
      for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
        yield bytes.subarray(start, start + PIECE_BYTES);
      }
    }
  } catch (cause) {
    const reason = `The roster cannot be read to its end${systemCode(cause)}.`;
    throw rosterError('roster.unreadable', reason, { cause });
  }
}

/** ` (ENOENT)` and the like, which says more than any sentence of ours, and never who or where. */
function systemCode(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? ` (${cause.code})` : '';
}

/** The first `size` bytes or a little more, or all there are. */
export async function takeHead(bytes: AsyncIterator<Buffer>, size: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await bytes.next();
    if (next.done) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(pieces);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
