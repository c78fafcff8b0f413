import { isUtf8 } from 'node:buffer';
import { rosterError } from './problems.js';

const LINE_FEED = 0x0a;

/**
 * Passes bytes on as whole UTF-8 sequences, so that no later stage can meet half a letter. Text stays bytes, because
 * the CSV parser works on bytes: decoding here would cost every byte three conversions.
 *
 * Throws `roster.not_utf8` at the first byte that is not UTF-8 and `roster.not_text` at a NUL, which no text has and
 * PostgreSQL cannot store; both name the line.
 */
export async function* utf8Text(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let pending: Buffer = Buffer.alloc(0);
  let linesBefore = 0;
  for await (const piece of pieces) {
    const bytes = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
    const end = wholeSequences(bytes);
    const text = bytes.subarray(0, end);
    pending = bytes.subarray(end);
    check(text, linesBefore);
    linesBefore += countLineFeeds(text);
    if (text.length > 0) yield text;
  }
  if (pending.length > 0) check(pending, linesBefore);
}

function check(bytes: Buffer, linesBefore: number): void {
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    const line = linesBefore + countLineFeeds(bytes.subarray(0, nul)) + 1;
    throw rosterError('roster.not_text', `Line ${line} of the roster holds a NUL byte.`);
  }
  if (!isUtf8(bytes)) {
    const line = linesBefore + firstBadLine(bytes);
    throw rosterError('roster.not_utf8', `Line ${line} of the roster is not encoded in UTF-8.`);
  }
}

/** How many bytes at the start are whole sequences; at most three at the end wait for the next piece. */
function wholeSequences(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = byte >= 0x80 && byte < 0xc0;
    if (isContinuation) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) {
    count += 1;
  }
  return count;
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line;
    line += 1;
    start = end + 1;
  }
}
