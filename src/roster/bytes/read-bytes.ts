import { isAscii } from 'node:buffer';
import type { Readable } from 'node:stream';
import { RollcallError } from '../../observe/rollcall-error.js';
import { rosterError } from '../problems.js';

/** Larger pieces would be turned into rows all at once, so memory would grow with the pieces that the source gives. */
const PIECE_BYTES = 64 * 1024;

/** How many bytes show an encoding well enough, once they hold more than ASCII. */
const SAMPLE_BYTES = 256 * 1024;

/** How far to look for the first byte that is not ASCII: some 40,000 people. */
const MAX_SAMPLE_BYTES = 4 * 1024 * 1024;

/**
 * The bytes of a source in pieces of at most 64 KiB. Throws `roster.unreadable` when the source fails or breaks off, unless
 * the source itself says more exactly why.
 */
export async function* readBytes(source: Readable): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of source as AsyncIterable<string | Uint8Array>) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : asBuffer(chunk);
      yield* inPieces(bytes);
    }
  } catch (cause) {
    if (cause instanceof RollcallError) throw cause;
    const reason = `The roster cannot be read to its end${systemCode(cause)}.`;
    throw rosterError('roster.unreadable', reason, { cause });
  }
}

/** Cuts bytes into pieces of at most `size` bytes, 64 KiB unless said otherwise. */
export function* inPieces(bytes: Buffer, size: number = PIECE_BYTES): Generator<Buffer, void> {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}

/** ` (ENOENT)` and the like, which says more than any sentence of ours, and never who or where. */
function systemCode(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? ` (${cause.code})` : '';
}

/** The beginning of a file. */
export interface Sample {
  readonly pieces: readonly Buffer[];
  /** Whether that is all of the file. */
  readonly complete: boolean;
}

/**
 * The first pieces of a file, by which its encoding is told: 256 KiB, or as far as there is nothing but ASCII, 4 MiB.
 * A file whose first é stands in row 30,000 is then not given up there.
 */
export async function takeSample(bytes: AsyncIterator<Buffer>): Promise<Sample> {
  const pieces: Buffer[] = [];
  let length = 0;
  let ascii = true;
  while (length < SAMPLE_BYTES || (ascii && length < MAX_SAMPLE_BYTES)) {
    const next = await bytes.next();
    if (next.done) return { pieces, complete: true };
    pieces.push(next.value);
    length += next.value.length;
    ascii &&= isAscii(next.value);
  }
  return { pieces, complete: false };
}

/** The first pieces of at least `size` bytes, or all there are. */
export async function takeHead(bytes: AsyncIterator<Buffer>, size: number): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await bytes.next();
    if (next.done) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  return pieces;
}

/** Pieces that were taken, and then the rest. */
export async function* prepend<T>(
  first: Iterable<T>,
  rest: AsyncIterable<T>,
): AsyncGenerator<T, void> {
  yield* first;
  yield* rest;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
