import type { GalleryFile } from './reading.js';

/** Text in every encoding that offices have. */
export const ENCODINGS: readonly GalleryFile[] = [
  {
    file: 'utf-8-bom.csv',
    shows: 'UTF-8 with a byte order mark',
    expected: {
      as: 'utf-8 with mark "," header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'utf-16.csv',
    shows: '"Unicode text" of Excel',
    expected: {
      as: 'utf-16le with mark "\\t" header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'utf-16be.csv',
    shows: 'UTF-16 with the bytes the other way round',
    expected: {
      as: 'utf-16be with mark ";" header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'utf-16-no-mark.csv',
    shows: 'UTF-16 without its mark, in four scripts',
    expected: {
      as: 'utf-16le ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Юлия Соколова',
        '3 person2@example.com Ελένη Νικολάου',
        '4 person3@example.com 太郎 山田',
        '5 person4@example.com Zoé Lefèvre',
      ],
      refused: [],
    },
  },
  {
    file: 'windows-1252.csv',
    shows: '"CSV" of a Western Excel',
    expected: {
      as: 'windows-1252 "," header 1',
      feeds: 'firstName lastName emailAddress -',
      people: [
        '2 zoe.lefevre@example.com Zoé Lefèvre',
        '3 bjorn.akesson@example.org Björn Åkesson',
      ],
      refused: [],
    },
  },
  {
    file: 'windows-1252-quotes.csv',
    shows: 'curly quotes, apostrophes and a dash',
    expected: {
      as: 'windows-1252 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Zoé D’Arcy',
        '3 person2@example.com Siobhán O’Neill',
        '4 person3@example.com Renée “Ren” Noël',
        '5 person4@example.com André – Dupré',
      ],
      refused: [],
    },
  },
  {
    file: 'windows-1252-capitals.csv',
    shows: 'names in capitals',
    expected: {
      as: 'windows-1252 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com JOSÉ GARCÍA',
        '3 person2@example.com BJÖRN ÅKESSON',
        '4 person3@example.com FRANÇOIS NOËL',
        '5 person4@example.com BEGOÑA NÚÑEZ',
      ],
      refused: [],
    },
  },
  {
    file: 'iso-8859-1.csv',
    shows: 'Latin-1, which Windows-1252 contains',
    expected: {
      as: 'windows-1252 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Søren Kjær',
        '3 person2@example.com Ingrid Ødegård',
        '4 person3@example.com Øystein Bjørnstad',
      ],
      refused: [],
    },
  },
  {
    file: 'iso-8859-15.csv',
    shows: 'Latin-9, where it differs',
    expected: {
      as: 'iso-8859-15 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Zoé Œuvrard',
        '3 person2@example.com Žofie Sœur',
        '4 person3@example.com Tomáš Šebesta',
        '5 person4@example.com Mattšon Cœur',
      ],
      refused: [],
    },
  },
  {
    file: 'windows-1250-polish.csv',
    shows: '"CSV" of a Polish Excel',
    expected: {
      as: 'windows-1250 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Łukasz Wiśniewski',
        '3 person2@example.com Małgorzata Zając',
        '4 person3@example.com Paweł Dąbrowski',
      ],
      refused: [],
    },
  },
  {
    file: 'windows-1250-hungarian.csv',
    shows: '"CSV" of a Hungarian Excel',
    expected: {
      as: 'windows-1250 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Pál Erdős',
        '3 person2@example.com Zoltán Szűcs',
        '4 person3@example.com Éva Kőszegi',
        '5 person4@example.com Ágnes Nagy',
      ],
      refused: [],
    },
  },
  {
    file: 'iso-8859-2-czech.csv',
    shows: 'Latin-2 from a Czech system',
    expected: {
      as: 'iso-8859-2 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Jiří Dvořák',
        '3 person2@example.com Růžena Nováková',
        '4 person3@example.com Tomáš Černý',
        '5 person4@example.com Ondřej Šťastný',
      ],
      refused: [],
    },
  },
  {
    file: 'windows-1251-russian.csv',
    shows: '"CSV" of a Russian Excel',
    expected: {
      as: 'windows-1251 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Юлия Соколова',
        '3 person2@example.com Дмитрий Иванов',
        '4 person3@example.com Елена Кузнецова',
      ],
      refused: [],
    },
  },
  {
    file: 'koi8-r-russian.csv',
    shows: 'Russian from an old Unix',
    expected: {
      as: 'koi8-r ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Юлия Соколова',
        '3 person2@example.com Дмитрий Иванов',
        '4 person3@example.com Елена Кузнецова',
      ],
      refused: [],
    },
  },
  {
    file: 'cp866-russian.csv',
    shows: '"CSV (MS-DOS)" of a Russian Excel',
    expected: {
      as: 'cp866 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Юлия Соколова',
        '3 person2@example.com Дмитрий Иванов',
        '4 person3@example.com Елена Кузнецова',
      ],
      refused: [],
    },
  },
  {
    file: 'windows-1253-greek.csv',
    shows: '"CSV" of a Greek Excel',
    expected: {
      as: 'windows-1253 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Ελένη Παπαδοπούλου',
        '3 person2@example.com Γιώργος Νικολάου',
        '4 person3@example.com Μαρία Δημητρίου',
      ],
      refused: [],
    },
  },
  {
    file: 'windows-1254-turkish.csv',
    shows: '"CSV" of a Turkish Excel',
    expected: {
      as: 'windows-1254 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Ayşe Yılmaz',
        '3 person2@example.com Çağla Şahin',
        '4 person3@example.com İbrahim Doğan',
        '5 person4@example.com Gülşen Öztürk',
      ],
      refused: [],
    },
  },
  {
    file: 'mac-roman.csv',
    shows: '"CSV (Macintosh)" of Excel',
    expected: {
      as: 'macintosh ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Zoé Lefèvre',
        '3 person2@example.com Jürgen Groß',
        '4 person3@example.com José Núñez',
        '5 person4@example.com João Simões',
      ],
      refused: [],
    },
  },
  {
    file: 'cp850-dos.csv',
    shows: '"CSV (MS-DOS)" of a Western Excel',
    expected: {
      as: 'cp850 ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com Zoé Lefèvre',
        '3 person2@example.com Jürgen Groß',
        '4 person3@example.com José Núñez',
        '5 person4@example.com Åsa Sjögren',
      ],
      refused: [],
    },
  },
  {
    file: 'shift-jis.csv',
    shows: 'an encoding that is not told by itself',
    expected: {
      code: 'roster.encoding_unclear',
      says: 'The encoding of the roster cannot be told from its content',
    },
  },
  {
    file: 'shift-jis.csv',
    shows: 'the same, named',
    options: {
      encoding: 'Shift_JIS',
      map: {
        名: 'firstName',
        姓: 'lastName',
      },
    },
    expected: {
      as: 'shift_jis ";" header 1',
      feeds: 'firstName lastName emailAddress',
      people: [
        '2 person1@example.com 太郎 山田',
        '3 person2@example.com 花子 鈴木',
        '4 person3@example.com 健 高橋',
        '5 person4@example.com さくら 佐藤',
      ],
      refused: [],
    },
  },
  {
    file: 'utf-8-with-one-latin-1-line.csv',
    shows: 'a line from another file pasted in',
    expected: {
      code: 'roster.not_utf8',
      says: 'Line 4 of the roster is not encoded in UTF-8',
    },
  },
  {
    file: 'replacement-characters.csv',
    shows: 'letters that were lost before, where it matters and where not',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress -',
      people: ['3 ann@example.com Ann Lee'],
      refused: ['2 first name value.wrong_encoding'],
    },
  },
  {
    file: 'read-twice.csv',
    shows: 'UTF-8 that was taken for Windows-1252 and saved',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName lastName emailAddress',
      people: ['5 joao@example.com JOÃO CONCEIÇÃO'],
      refused: [
        '2 first name value.wrong_encoding',
        '2 last name value.wrong_encoding',
        '3 first name value.control_character',
        '3 last name value.wrong_encoding',
        '4 last name value.wrong_encoding',
      ],
    },
  },
];
