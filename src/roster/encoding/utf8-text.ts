import { isUtf8 } from 'node:buffer';
import { rosterError } from '../problems.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Passes bytes on as whole UTF-8 sequences, so that no later stage can meet half a letter. Text stays bytes, because
 * the CSV parser works on bytes: decoding here would cost every byte three conversions.
 *
 * Throws `roster.not_utf8` at the first byte that is not UTF-8 and `roster.not_text` at a NUL, which no text has and
 * PostgreSQL cannot store; both name the line.
 */
export async function* utf8Text(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let pending: Buffer = Buffer.alloc(0);
  const before = { lineFeeds: 0, carriageReturns: 0 };
  for await (const piece of pieces) {
    const bytes = pending.length === 0 ? piece : Buffer.concat([pending, piece]);
    const end = wholeSequences(bytes);
    const text = bytes.subarray(0, end);
    pending = bytes.subarray(end);
    check(text, before);
    before.lineFeeds += count(text, LINE_FEED);
    before.carriageReturns += count(text, CARRIAGE_RETURN);
    if (text.length > 0) yield text;
  }
  if (pending.length > 0) check(pending, before);
}

interface LineBreaks {
  readonly lineFeeds: number;
  readonly carriageReturns: number;
}

function check(bytes: Buffer, before: LineBreaks): void {
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    const line = lineAfter(bytes.subarray(0, nul), before);
    throw rosterError('roster.not_text', `Line ${line} of the roster holds a NUL byte.`);
  }
  if (!isUtf8(bytes)) {
    const line = lineAfter(bytes.subarray(0, validBytes(bytes)), before);
    throw rosterError('roster.not_utf8', `Line ${line} of the roster is not encoded in UTF-8.`);
  }
}

/** How many bytes at the start are whole UTF-8 sequences; at most three at the end wait for the next piece. */
export function wholeSequences(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    const isContinuation = byte >= 0x80 && byte < 0xc0;
    if (isContinuation) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** The line that stands after some text: breaks are LF, CRLF or CR, so the more frequent of the two bytes counts. */
function lineAfter(text: Buffer, before: LineBreaks): number {
  const lineFeeds = before.lineFeeds + count(text, LINE_FEED);
  return Math.max(lineFeeds, before.carriageReturns + count(text, CARRIAGE_RETURN)) + 1;
}

function count(bytes: Buffer, byte: number): number {
  let found = 0;
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) found += 1;
  return found;
}

/** How many bytes at the start are UTF-8, found by halving: the check of a part is as fast as that of the whole. */
function validBytes(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, wholeSequences(part)))) good = middle;
    else bad = middle;
  }
  return good;
}
