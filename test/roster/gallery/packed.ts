import type { GalleryFile } from './reading.js';

/** What is packed, and what is no text at all. */
export const PACKED: readonly GalleryFile[] = [
  {
    file: 'comma.csv.gz',
    shows: 'packed',
    expected: {
      as: 'utf-8 "," header 1, gzip',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'windows-1252.csv.gz',
    shows: 'packed, and not UTF-8',
    expected: {
      as: 'windows-1252 ";" header 1, gzip',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'cut-off.csv.gz',
    shows: 'an archive that is not whole',
    expected: {
      code: 'roster.unreadable',
      says: 'The roster is compressed with gzip, and the archive is damaged or cut off',
    },
  },
  {
    file: 'gzip-twice.csv.gz',
    shows: 'packed twice',
    expected: {
      code: 'roster.not_text',
      says: 'The roster is compressed with gzip twice, which must be unpacked first',
    },
  },
  {
    file: 'nul-bytes.csv',
    shows: 'a file with a hole in it',
    expected: {
      code: 'roster.not_text',
      says: 'Line 3 of the roster holds a NUL byte',
    },
  },
  {
    file: 'workbook.xlsx',
    shows: 'a workbook',
    expected: {
      code: 'roster.not_text',
      says: 'The roster is an Excel workbook (.xlsx)',
    },
  },
  {
    file: 'spreadsheet.ods',
    shows: 'a spreadsheet of LibreOffice',
    expected: {
      code: 'roster.not_text',
      says: 'The roster is an OpenDocument spreadsheet (.ods)',
    },
  },
  {
    file: 'archive.zip',
    shows: 'a zip archive of something else',
    expected: {
      code: 'roster.not_text',
      says: 'The roster is a zip archive, which must be unpacked first',
    },
  },
  {
    file: 'old-workbook.xls',
    shows: 'a workbook of the last century',
    expected: {
      code: 'roster.not_text',
      says: 'The roster is an old Excel workbook (.xls)',
    },
  },
  {
    file: 'web-page.xls',
    shows: 'a web page that calls itself a workbook',
    expected: {
      code: 'roster.not_text',
      says: 'The roster is a web page (HTML), whatever it is called',
    },
  },
  {
    file: 'table.xml',
    shows: 'XML',
    expected: {
      code: 'roster.not_text',
      says: 'The roster is XML, whatever it is called',
    },
  },
  {
    file: 'people.json',
    shows: 'JSON',
    expected: {
      code: 'roster.not_text',
      says: 'The roster is JSON',
    },
  },
  {
    file: 'printout.pdf',
    shows: 'a PDF',
    expected: {
      code: 'roster.not_text',
      says: 'The roster is a PDF',
    },
  },
];
