import iconv from 'iconv-lite';
import { rosterError } from '../problems.js';

/** Names that the library takes but that are no encodings of text, or none that a CSV can be split in. */
const NO_TEXT = new Set(['base64', 'hex', 'binary', 'utf7', 'utf7imap', 'internal']);

/** Short names for what people mean. */
const CALLED: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  utf16: 'utf-16le',
  utf16le: 'utf-16le',
  ucs2: 'utf-16le',
  utf16be: 'utf-16be',
  ansi: 'windows-1252',
  latin1: 'windows-1252',
  iso88591: 'windows-1252',
  ascii: 'windows-1252',
  usascii: 'windows-1252',
  macroman: 'macintosh',
  mac: 'macintosh',
};

/**
 * The label of an encoding that was named by hand, whatever its spelling. Latin-1 means Windows-1252, as on the web: files
 * called Latin-1 that have a euro sign or curly quotes are that. Throws `roster.encoding_option`.
 */
export function checkedLabel(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (plain === '' || NO_TEXT.has(plain) || !iconv.encodingExists(plain)) {
    throw rosterError('roster.encoding_option');
  }
  const called = Object.hasOwn(CALLED, plain) ? CALLED[plain] : undefined;
  return called ?? name.trim().toLowerCase();
}
