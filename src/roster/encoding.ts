import { rosterError } from './problems.js';

export interface Encoding {
  readonly label: 'utf-8';
  readonly bom: boolean;
  /** How many bytes at the start are the mark and not text. */
  readonly markBytes: number;
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** First bytes of what people hand in instead of a CSV, and what to call it. */
const NOT_TEXT: readonly (readonly [Buffer, string])[] = [
  [Buffer.from('PK\x03\x04', 'latin1'), 'an Excel workbook (.xlsx) or another zip archive'],
  [Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'an old Excel workbook (.xls)'],
  [Buffer.from([0x1f, 0x8b]), 'compressed with gzip'],
  [Buffer.from('%PDF', 'latin1'), 'a PDF'],
];

const UTF16_MARKS: readonly Buffer[] = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/**
 * Recognises the encoding by the first bytes of a file. Throws `roster.not_text` for workbooks and archives and
 * `roster.not_utf8` for UTF-16; whether the rest is UTF-8 indeed is checked as it is read.
 */
export function detectEncoding(head: Buffer): Encoding {
  for (const [magic, name] of NOT_TEXT) {
    if (startsWith(head, magic)) throw rosterError('roster.not_text', `The roster is ${name}.`);
  }
  if (UTF16_MARKS.some((mark) => startsWith(head, mark))) {
    throw rosterError('roster.not_utf8', 'The roster is encoded in UTF-16 ("Unicode text").');
  }
  const bom = startsWith(head, UTF8_MARK);
  return { label: 'utf-8', bom, markBytes: bom ? UTF8_MARK.length : 0 };
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.length >= start.length && bytes.subarray(0, start.length).equals(start);
}
