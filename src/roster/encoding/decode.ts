import iconv from 'iconv-lite';
import { utf8Text } from './utf8-text.js';

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
  for await (const piece of pieces) {
    const text = decoder.write(piece);
    if (text !== '') yield Buffer.from(text);
  }
  const rest = decoder.end();
  if (rest !== undefined && rest !== '') yield Buffer.from(rest);
}
