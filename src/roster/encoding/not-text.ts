import { rosterError } from '../problems.js';

/** First bytes of what people hand in instead of a CSV, and what to call it. */
const MAGIC: readonly (readonly [string, string])[] = [
  ['PK\x03\x04', 'a zip archive, which must be unpacked first'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook (.xls)'],
  ['\x1f\x8b', 'compressed with gzip twice, which must be unpacked first'],
  ['%PDF', 'a PDF'],
  ['BZh', 'compressed with bzip2, which must be unpacked first'],
  ['\xfd7zXZ', 'compressed with xz, which must be unpacked first'],
  ['7z\xbc\xaf', 'a 7-Zip archive, which must be unpacked first'],
  ['\x28\xb5\x2f\xfd', 'compressed with zstd, which must be unpacked first'],
  ['{\\rtf', 'a text document (.rtf)'],
];

/** What a zip archive holds, by a name that stands near its beginning. */
const ZIPPED: readonly (readonly [string, string])[] = [
  ['xl/', 'an Excel workbook (.xlsx)'],
  ['opendocument.spreadsheet', 'an OpenDocument spreadsheet (.ods)'],
  ['Index/', 'a Numbers spreadsheet'],
  ['[Content_Types].xml', 'an Excel workbook (.xlsx) or another Office document'],
];

/** Text, but no CSV. Systems that export "for Excel" often write a web page and call it .xls. */
const MARKUP: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:<!doctype html|<html|<table|<head|<meta)/i, 'a web page (HTML), whatever it is called'],
  [/^\s*<\?xml/i, 'XML, whatever it is called'],
  [/^\s*(?:\[\s*)?\{\s*"/, 'JSON'],
];

const LOOKED_AT = 4096;

/** Throws `roster.not_text` for workbooks, archives and documents, with what it is. */
export function refuseNotText(sample: Buffer): void {
  const start = sample.toString('latin1', 0, LOOKED_AT);
  const magic = MAGIC.find(([bytes]) => start.startsWith(bytes));
  const zipped = start.startsWith('PK\x03\x04')
    ? ZIPPED.find(([name]) => start.includes(name))
    : undefined;
  const text = start.replace(/^\xef\xbb\xbf/, '');
  const name = (zipped ?? magic ?? MARKUP.find(([pattern]) => pattern.test(text)))?.[1];
  if (name !== undefined) throw rosterError('roster.not_text', `The roster is ${name}.`);
}
