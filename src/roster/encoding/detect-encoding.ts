import { isAscii, isUtf8 } from 'node:buffer';
import type { Sample } from '../bytes/read-bytes.js';
import { rosterError } from '../problems.js';
import { checkedLabel } from './labels.js';
import { refuseNotText } from './not-text.js';
import { bestSingleByte } from './single-byte.js';
import { wholeSequences } from './utf8-text.js';

export interface Encoding {
  readonly label: string;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly from: 'mark' | 'option' | 'content';
  readonly bom: boolean;
  /** How many bytes at the start are the mark and not text. */
  readonly markBytes: number;
}

const MARKS: readonly (readonly [string, Buffer])[] = [
  ['utf-8', Buffer.from([0xef, 0xbb, 0xbf])],
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
];

/** Text in UTF-16 has a NUL in every letter of an address and in every delimiter, always in the same half. */
const MIN_NUL_SHARE = 0.2;

/** Nothing but ASCII: UTF-8 like nearly every other encoding, until a letter comes that tells. */
const ONLY_ASCII_CONFIDENCE = 0.9;

/**
 * Tells the encoding from the beginning of a file, or takes the one named. A byte order mark outweighs either. Throws
 * `roster.not_text`, `roster.encoding_unclear`, and `roster.encoding_option` for a name that is not known; whether the rest
 * is in that encoding indeed is seen as it is read.
 *
 * @param likely an encoding that is taken before others with one byte for each character, if the text makes sense in it
 */
export function detectEncoding(
  { pieces, complete }: Sample,
  option?: string,
  likely?: string,
): Encoding {
  const sample = Buffer.concat(pieces);
  const named = option === undefined ? undefined : checkedLabel(option);
  refuseNotText(sample);
  for (const [label, mark] of MARKS) {
    if (sample.subarray(0, mark.length).equals(mark)) {
      return { label, confidence: 1, from: 'mark', bom: true, markBytes: mark.length };
    }
  }
  if (named !== undefined) return found(named, 1, 'option');
  const utf16 = unmarkedUtf16(sample);
  if (utf16 !== undefined) return found(utf16, 0.95, 'content');
  if (isAscii(sample)) return found('utf-8', ONLY_ASCII_CONFIDENCE, 'content');
  // A sample may be cut off within a letter, a file may not.
  if (isUtf8(complete ? sample : sample.subarray(0, wholeSequences(sample))))
    return found('utf-8', 0.99, 'content');
  // A NUL, or UTF-8 with a few bytes that are not: the reading names the line.
  if (sample.includes(0) || isMostlyUtf8(sample)) return found('utf-8', 0.5, 'content');
  const best = bestSingleByte(sample, likely);
  if (best === undefined) throw rosterError('roster.encoding_unclear');
  return found(best.label, best.confidence, 'content');
}

function found(label: string, confidence: number, from: Encoding['from']): Encoding {
  return { label, confidence, from, bom: false, markBytes: 0 };
}

function unmarkedUtf16(sample: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (!sample.includes(0)) return undefined;
  let even = 0;
  let odd = 0;
  for (let at = sample.indexOf(0); at !== -1; at = sample.indexOf(0, at + 1)) {
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  const enough = (sample.length / 2) * MIN_NUL_SHARE;
  if (even === 0 && odd > enough) return 'utf-16le';
  if (odd === 0 && even > enough) return 'utf-16be';
  return undefined;
}

/** Whether most of what is not ASCII is UTF-8: pairs of such bytes hardly ever come about otherwise. */
function isMostlyUtf8(sample: Buffer): boolean {
  const text = sample.toString('utf8');
  const bad = text.match(/\ufffd/g)?.length ?? 0;
  const good = text.match(/[^\0-\x7f\ufffd]/gu)?.length ?? 0;
  return good > bad * 2;
}
