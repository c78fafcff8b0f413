import type { GalleryFile } from './reading.js';

/** How files are cut into rows and cells. */
export const DIALECTS: readonly GalleryFile[] = [
  {
    file: 'comma.csv',
    shows: 'commas and LF, the plain case',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'semicolon-bom-crlf.csv',
    shows: 'what Excel saves in much of Europe',
    expected: {
      as: 'utf-8 with mark ";" header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'tab.txt',
    shows: '"Text (tab delimited)" of a spreadsheet',
    expected: {
      as: 'utf-8 "\\t" header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'pipe.csv',
    shows: 'pipes, as databases export',
    expected: {
      as: 'utf-8 "|" header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'all-quoted.csv',
    shows: 'quotes around every cell',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'no-final-line-break.csv',
    shows: 'no line break at the end',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'cr-only.csv',
    shows: 'line ends of an old Mac',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'mixed-line-ends.csv',
    shows: 'two files pasted together',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName emailAddress',
      people: ['2 ann@example.com Ann', '3 bob@example.com Bob'],
      refused: ['5 email email.malformed'],
    },
  },
  {
    file: 'sep-line.csv',
    shows: 'the line with which Excel names the delimiter',
    expected: {
      as: 'utf-8 ";" header 2, skipped 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '3 zoe.lefevre@example.com Zoé Lefèvre',
        '4 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'sep-line-tab.csv',
    shows: 'the same with a byte order mark and a tab',
    expected: {
      as: 'utf-8 with mark "\\t" header 2, skipped 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '3 zoe.lefevre@example.com Zoé Lefèvre',
        '4 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'sep-line-padded.csv',
    shows: 'the same in quotes, padded to the width of the table',
    expected: {
      as: 'utf-8 "," header 2, skipped 1',
      feeds: 'firstName emailAddress -',
      people: ['3 ann@example.com Ann'],
      refused: ['4 email email.missing'],
    },
  },
  {
    file: 'sep-line-odd-delimiter.csv',
    shows: 'a delimiter that is only known from that line',
    expected: {
      as: 'utf-8 "^" header 2, skipped 1',
      feeds: 'firstName emailAddress',
      people: ['3 ann@example.com Ann'],
      refused: [],
    },
  },
  {
    file: 'title-line.csv',
    shows: 'a title above the header',
    expected: {
      as: 'utf-8 "," header 2, skipped 1',
      feeds: 'firstName lastName emailAddress',
      people: ['3 ann@example.com Ann Lee'],
      refused: ['4 email email.missing'],
    },
  },
  {
    file: 'title-lines-and-blanks.csv',
    shows: 'the head of a report, one cell of it over two lines',
    expected: {
      as: 'utf-8 ";" header 6, skipped 1 2 4',
      feeds: 'employeeNumber firstName lastName emailAddress',
      people: ['7 ann@example.com Ann Lee 007'],
      refused: ['8 E-mail email.malformed'],
    },
  },
  {
    file: 'header-in-two-lines.csv',
    shows: 'groups above the columns',
    expected: {
      as: 'utf-8 "," header 2, skipped 1',
      feeds: 'firstName lastName emailAddress -',
      people: ['3 ann@example.com Ann Lee'],
      refused: [],
    },
  },
  {
    file: 'title-as-wide-as-the-header.csv',
    shows: 'a line above the header that may as well be the header',
    expected: {
      code: 'roster.identity_column_missing',
      says: 'No column is known to hold e-mail addresses; the columns are "Region", "North"',
    },
  },
  {
    file: 'contact-by-email.csv',
    shows: 'a row that says Email, below a header that does not',
    expected: {
      code: 'roster.identity_column_missing',
      says: 'No column is known to hold e-mail addresses; the columns are "Name", "Preferred contact", ',
    },
  },
  {
    file: 'delimiters-end-rows.csv',
    shows: 'most rows end with a delimiter, the header does not',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName emailAddress',
      people: [
        '2 ann@example.com Ann',
        '3 bob@example.com Bob',
        '4 cy@example.com Cy',
        '5 dee@example.com Dee',
      ],
      refused: ['6 - row.cell_count'],
    },
  },
  {
    file: 'delimiters-end-all-lines.csv',
    shows: 'all lines end with delimiters',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'firstName emailAddress - -',
      people: ['2 ann@example.com Ann', '3 bob@example.com Bob'],
      refused: [],
    },
  },
  {
    file: 'delimiters-end-the-header.csv',
    shows: 'the header ends with delimiters, the rows do not',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName emailAddress - -',
      people: ['2 ann@example.com Ann', '3 bob@example.com Bob', '4 cy@example.com Cy'],
      refused: [],
    },
  },
  {
    file: 'excel-drops-delimiters.csv',
    shows: 'cells left out at the end of a row',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName emailAddress - -',
      people: ['2 ann@example.com Ann', '4 cy@example.com Cy'],
      refused: ['3 - row.cell_count'],
    },
  },
  {
    file: 'commas-in-a-semicolon-heading.csv',
    shows: 'a heading with more commas than there are semicolons',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'emailAddress -',
      people: ['2 ann@example.com', '3 bob@example.com'],
      refused: [],
    },
  },
  {
    file: 'semicolons-in-a-comma-file.csv',
    shows: 'notes with more semicolons than there are commas',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress -',
      people: ['2 ann@example.com', '3 bob@example.com'],
      refused: [],
    },
  },
  {
    file: 'one-column.csv',
    shows: 'nothing but addresses',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress',
      people: ['2 ann@example.com', '3 bob@example.com'],
      refused: ['4 Email email.malformed'],
    },
  },
  {
    file: 'sixty-columns.csv',
    shows: 'far more columns than anybody needs',
    expected: {
      as: 'utf-8 "," header 1',
      feeds:
        '- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - emailAddress',
      people: ['2 ann@example.com', '3 bob@example.com'],
      refused: [],
    },
  },
  {
    file: 'quoted-line-breaks.csv',
    shows: 'cells over several lines',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress -',
      people: ['2 ann.lee@example.com Ann Lee', '7 bob.ray@example.com Bob Ray'],
      refused: [],
    },
  },
  {
    file: 'blank-rows.csv',
    shows: 'blank lines and rows of nothing but delimiters',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress -',
      people: ['3 ann@example.com', '6 bob@example.com'],
      refused: [],
    },
  },
  {
    file: 'stray-quotes.csv',
    shows: 'quote marks inside cells, and one that swallows the next row',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName emailAddress -',
      people: ['2 bob.ray@example.com Robert "Bob" Ray', '5 dan.poe@example.com Dan'],
      refused: ['3 department row.stray_quote'],
    },
  },
  {
    file: 'quote-not-closed.csv',
    shows: 'a quote mark that swallows the rest of the file',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName emailAddress',
      people: ['2 ann@example.com Ann'],
      refused: [],
      givenUp: 'roster.quote_not_closed',
    },
  },
  {
    file: 'ragged.csv',
    shows: 'a row that is too short and one that is too long',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName -',
      people: ['2 ann@example.com Ann', '5 dee@example.com Dee'],
      refused: ['3 - row.cell_count', '4 - row.cell_count'],
    },
  },
  {
    file: 'rejects-mended.csv',
    shows: 'a rejects file that comes back',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName',
      people: ['2 ann@example.com Ann'],
      refused: [],
    },
  },
  {
    file: 'header-only.csv',
    shows: 'a header and nobody',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress',
      people: [],
      refused: [],
    },
  },
  {
    file: 'empty.csv',
    shows: 'nothing at all',
    expected: {
      code: 'roster.empty',
      says: 'The roster is empty',
    },
  },
  {
    file: 'blank.csv',
    shows: 'nothing but blanks',
    expected: {
      code: 'roster.empty',
      says: 'The roster is empty',
    },
  },
];
