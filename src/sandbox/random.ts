/** Gives the next number from 0 up to, not including, 1. */
export type Random = () => number;

/**
 * A generator (sfc32) that gives the same numbers for the same seed and purpose.
 *
 * Each purpose has its own, so that one more latency drawn does not change who gets which uuid. 128 bits of state,
 * so that two sandboxes with different seeds do not hand out the same uuids.
 */
export function seededRandom(seed: number, purpose: string): Random {
  let a = hash(purpose, 0x9e3779b9);
  let b = seed | 0;
  let c = hash(String(seed), 0x85ebca6b);
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}

function hash(text: string, start: number): number {
  let hashed = start | 0;
  for (let index = 0; index < text.length; index++) {
    hashed = Math.imul(hashed ^ text.charCodeAt(index), 0x01000193);
    hashed ^= hashed >>> 15;
  }
  return hashed;
}

const HEX = Buffer.from('0123456789abcdef');
const DASHES = new Set([8, 13, 18, 23]);

/**
 * Draws a version 4 uuid.
 *
 * Written into a buffer and read as one string: joined from pieces it would be kept as a tree of pieces, several
 * times the size, and a sandbox holds a million of them.
 */
export function randomUuid(random: Random): string {
  const text = Buffer.allocUnsafe(36);
  let bits = 0;
  let left = 0;
  for (let index = 0; index < 36; index++) {
    if (DASHES.has(index)) {
      text[index] = 0x2d;
      continue;
    }
    if (left === 0) {
      bits = (random() * 2 ** 32) >>> 0;
      left = 8;
    }
    let digit = bits & 0xf;
    bits >>>= 4;
    left -= 1;
    if (index === 14) digit = 4;
    if (index === 19) digit = (digit & 0x3) | 0x8;
    text[index] = HEX[digit] ?? 0x30;
  }
  return text.toString('latin1');
}
