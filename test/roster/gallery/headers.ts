import type { GalleryFile } from './reading.js';

/** What stands in the header. */
export const HEADERS: readonly GalleryFile[] = [
  {
    file: 'german.csv',
    shows: 'German headings',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'employeeNumber firstName lastName emailAddress locale - -',
      people: ['2 juergen.gross@example.com Jürgen Groß de-DE 4711'],
      refused: ['3 E-Mail (geschäftlich) email.malformed'],
    },
  },
  {
    file: 'german-mobile.csv',
    shows: 'German phones for people who sign in by phone',
    options: {
      authType: 'sms',
      defaultCountry: 'DE',
    },
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'firstName lastName mobileNumber emailAddress',
      people: ['2 +491713920001 anke.vogel@example.com Anke Vogel'],
      refused: [],
    },
  },
  {
    file: 'french.csv',
    shows: 'French headings',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'employeeNumber lastName firstName emailAddress locale -',
      people: ['2 zoe.lefevre@example.com Lefèvre Zoé fr-FR A12'],
      refused: [],
    },
  },
  {
    file: 'french-plain.csv',
    shows: 'French headings in capitals without accents',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'lastName firstName emailAddress',
      people: ['2 francois.noel@example.com Noël François'],
      refused: [],
    },
  },
  {
    file: 'spanish.csv',
    shows: 'Spanish headings',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'employeeNumber firstName lastName emailAddress locale',
      people: ['2 begona.ibanez@example.com Begoña Ibáñez Peña es-ES 88'],
      refused: [],
    },
  },
  {
    file: 'portuguese.csv',
    shows: 'Portuguese headings',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'employeeNumber firstName lastName emailAddress -',
      people: ['2 joao.goncalves@example.com João Gonçalves 12'],
      refused: [],
    },
  },
  {
    file: 'italian.csv',
    shows: 'Italian headings',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'employeeNumber lastName firstName emailAddress locale',
      people: ['2 niccolo@example.com D’Angelo Niccolò it 3'],
      refused: [],
    },
  },
  {
    file: 'dutch.csv',
    shows: 'Dutch headings',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'employeeNumber firstName - lastName emailAddress locale',
      people: ['2 sanne.vanderberg@example.com Sanne Berg nl-NL 9'],
      refused: [],
    },
  },
  {
    file: 'polish.csv',
    shows: 'Polish headings',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'employeeNumber firstName lastName emailAddress',
      people: ['2 lukasz.zajac@example.com Łukasz Zając 5'],
      refused: [],
    },
  },
  {
    file: 'swedish.csv',
    shows: 'Swedish headings',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'employeeNumber firstName lastName emailAddress',
      people: ['2 asa.oberg@example.com Åsa Öberg 6'],
      refused: [],
    },
  },
  {
    file: 'norwegian.csv',
    shows: 'Norwegian headings',
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'employeeNumber firstName lastName emailAddress',
      people: ['2 kare.lie@example.com Kåre Lie 6'],
      refused: [],
    },
  },
  {
    file: 'english-hr-system.csv',
    shows: 'headings of a large HR system',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'employeeNumber - firstName lastName emailAddress -',
      people: ['2 ann.lee@example.com Ann Lee W1'],
      refused: [],
    },
  },
  {
    file: 'odd-headings.csv',
    shows: 'headings with blanks, marks, accents and a line break',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress employeeNumber',
      people: ['3 ann@example.com Ann Lee 1'],
      refused: ['4 E-Mail\nAddress * email.malformed'],
    },
  },
  {
    file: 'field-names.csv',
    shows: 'the names of the fields themselves',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress employeeNumber locale',
      people: ['2 ann@example.com Ann Lee en-US 1'],
      refused: [],
    },
  },
  {
    file: 'unknown-columns.csv',
    shows: 'columns that nothing names, kept',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress - - - - -',
      people: ['2 ann@example.com', '3 bob@example.com'],
      refused: [],
    },
  },
  {
    file: 'unknown-columns.csv',
    shows: 'the same, sent',
    options: {
      unknownColumns: 'send',
    },
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress jobTitle kostenstelleSap grosse hr -',
      people: [
        '2 ann@example.com jobTitle=Clerk kostenstelleSap=4711 grosse=XL hr=yes',
        '3 bob@example.com kostenstelleSap=4712',
      ],
      refused: [],
    },
  },
  {
    file: 'unnameable-column.csv',
    shows: 'a heading of which no field name can be made, kept',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress -',
      people: ['2 ann@example.com'],
      refused: [],
    },
  },
  {
    file: 'unnameable-column.csv',
    shows: 'the same, to be sent',
    options: {
      unknownColumns: 'send',
    },
    expected: {
      code: 'roster.unnameable_column',
      says: 'No name for a profile field can be made of "Отдел"',
    },
  },
  {
    file: 'unnameable-column.csv',
    shows: 'the same, mapped',
    options: {
      unknownColumns: 'send',
      map: {
        Отдел: 'department',
      },
    },
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress department',
      people: ['2 ann@example.com department=ИТ'],
      refused: [],
    },
  },
  {
    file: 'work-contact.csv',
    shows: 'a column that does not say that it holds addresses',
    expected: {
      code: 'roster.identity_column_missing',
      says: 'No column is known to hold e-mail addresses; the columns are "Name", "Work contact"',
    },
  },
  {
    file: 'work-contact.csv',
    shows: 'the same, mapped',
    options: {
      map: {
        'work contact': 'emailAddress',
        Name: 'firstName',
      },
    },
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName emailAddress',
      people: ['2 ann@example.com Ann'],
      refused: ['3 Work contact email.missing'],
    },
  },
  {
    file: 'work-contact.csv',
    shows: 'a mapping of a column that is not there',
    options: {
      map: {
        'Work contacts': 'emailAddress',
      },
    },
    expected: {
      code: 'roster.mapped_column_missing',
      says: 'A mapping names "Work contacts"; the columns are "Name", "Work contact"',
    },
  },
  {
    file: 'duplicate-column.csv',
    shows: 'two columns that mean the same field',
    expected: {
      code: 'roster.duplicate_column',
      says: '"Email" (column 1) and "Work e-mail" (column 3) would all be emailAddress',
    },
  },
  {
    file: 'duplicate-column.csv',
    shows: 'the same, with the word which is meant',
    options: {
      map: {
        'Work e-mail': 'emailAddress',
      },
    },
    expected: {
      as: 'utf-8 "," header 1',
      feeds: '- firstName emailAddress',
      people: ['2 ann@example.org Ann'],
      refused: [],
    },
  },
  {
    file: 'duplicate-column.csv',
    shows: 'the same, with the word which is not',
    options: {
      map: {
        'Work e-mail': 'ignore',
      },
    },
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName -',
      people: ['2 ann@example.com Ann'],
      refused: [],
    },
  },
  {
    file: 'same-heading-twice.csv',
    shows: 'the same heading twice',
    expected: {
      code: 'roster.duplicate_column',
      says: '"Email" (column 1) and "Email" (column 3) would all be emailAddress',
    },
  },
  {
    file: 'name-in-two-languages.csv',
    shows: 'the same field in two languages',
    expected: {
      code: 'roster.duplicate_column',
      says: '"Vorname" (column 1) and "First name" (column 2) would all be firstName',
    },
  },
  {
    file: 'repeated-notes.csv',
    shows: 'the same heading twice, where it does not matter',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: '- emailAddress - -',
      people: ['2 ann@example.com'],
      refused: [],
    },
  },
  {
    file: 'identity-column-missing.csv',
    shows: 'no column with addresses',
    expected: {
      code: 'roster.identity_column_missing',
      says: 'No column is known to hold e-mail addresses; the columns are "First name", "Last name", "C',
    },
  },
  {
    file: 'no-header.csv',
    shows: 'people from the first line on',
    expected: {
      code: 'roster.no_header',
      says: 'The first line does not name the columns',
    },
  },
  {
    file: 'no-header-phones.csv',
    shows: 'people with phones from the first line on',
    options: {
      authType: 'sms',
    },
    expected: {
      code: 'roster.no_header',
      says: 'The first line does not name the columns',
    },
  },
];
