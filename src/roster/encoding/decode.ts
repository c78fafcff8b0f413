import iconv from 'iconv-lite';
import { utf8Text } from './utf8-text.js';

/** The first half of a letter that takes two UTF-16 code units, without its second. */
const HALF_LETTER = /[\ud800-\udbff]$/;

/**
 * Bytes in any encoding as checked UTF-8 text, because the CSV parser works on bytes. Throws as `utf8Text` does. What has
 * no meaning in a legacy encoding becomes U+FFFD, which refuses the row where it is in a value that counts.
 */
export function textOf(pieces: AsyncIterable<Buffer>, label: string): AsyncGenerator<Buffer, void> {
  return utf8Text(label === 'utf-8' ? pieces : recoded(pieces, label));
}

async function* recoded(
  pieces: AsyncIterable<Buffer>,
  label: string,
): AsyncGenerator<Buffer, void> {
  // A mark was taken off before; one that is still there belongs to the text.
  const decoder = iconv.getDecoder(label, { stripBOM: false });
  let half = '';
  for await (const piece of pieces) {
    const text = half + decoder.write(piece);
    // The decoder of UTF-16 lets a piece end within a letter, and either half alone would become U+FFFD.
    half = HALF_LETTER.exec(text)?.[0] ?? '';
    const whole = text.slice(0, text.length - half.length);
    if (whole !== '') yield Buffer.from(whole);
  }
  const rest = half + (decoder.end() ?? '');
  if (rest !== '') yield Buffer.from(rest);
}
