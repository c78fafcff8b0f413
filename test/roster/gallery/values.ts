import type { GalleryFile } from './reading.js';

/** What stands in the cells. */
export const VALUES: readonly GalleryFile[] = [
  {
    file: 'phones.csv',
    shows: 'phones as people write them',
    options: {
      authType: 'sms',
      defaultCountry: 'GB',
    },
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName mobileNumber emailAddress',
      people: [
        '2 +447700900123 ann@example.com Ann',
        '3 +447700900124 Bob',
        '4 +447700900125 Cy',
        '5 +12125550143 Dee',
      ],
      refused: [
        '6 Mobile phone.missing',
        '7 Mobile phone.malformed',
        '8 Mobile value.scientific',
        '9 Mobile phone.malformed',
        '10 Mobile phone.malformed',
        '11 E-mail email.malformed',
      ],
    },
  },
  {
    file: 'phones.csv',
    shows: 'the same without a default country',
    options: {
      authType: 'sms',
    },
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'firstName mobileNumber emailAddress',
      people: ['2 +447700900123 ann@example.com Ann', '5 +12125550143 Dee'],
      refused: [
        '3 Mobile phone.no_country',
        '4 Mobile phone.no_country',
        '6 Mobile phone.missing',
        '7 Mobile phone.malformed',
        '8 Mobile value.scientific',
        '9 Mobile phone.malformed',
        '10 Mobile phone.malformed',
        '11 E-mail email.malformed',
      ],
    },
  },
  {
    file: 'phones-guarded.csv',
    shows: 'phones that are kept from being calculated with',
    options: {
      authType: 'sms',
      defaultCountry: 'GB',
    },
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'mobileNumber firstName',
      people: ['2 +447700900123 Ann', '3 +447700900124 Bob', '4 +447700900125 Cy'],
      refused: ['5 Mobile phone.malformed'],
    },
  },
  {
    file: 'scientific.csv',
    shows: 'numbers that a spreadsheet has rounded',
    options: {
      authType: 'sms',
    },
    expected: {
      as: 'utf-8 ";" header 1',
      feeds: 'mobileNumber employeeNumber emailAddress',
      people: [],
      refused: ['2 Personalnummer value.scientific', '3 Mobil value.scientific'],
    },
  },
  {
    file: 'access.csv',
    shows: 'an access flag, and a column that only looks like one',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress resourceAccessPortal -',
      people: [
        '2 ann@example.com resourceAccessPortal=true',
        '3 bob@example.com resourceAccessPortal=false',
        '4 cy@example.com',
      ],
      refused: ['5 resourceAccessPortal access.malformed'],
    },
  },
  {
    file: 'access-in-languages.csv',
    shows: 'access flags in many languages',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress resourceAccessApp',
      people: [
        '2 p0@example.com resourceAccessApp=true',
        '3 p1@example.com resourceAccessApp=false',
        '4 p2@example.com resourceAccessApp=true',
        '5 p3@example.com resourceAccessApp=false',
        '6 p4@example.com resourceAccessApp=true',
        '7 p5@example.com resourceAccessApp=false',
        '8 p6@example.com resourceAccessApp=true',
        '9 p7@example.com resourceAccessApp=false',
        '10 p8@example.com resourceAccessApp=true',
        '11 p9@example.com resourceAccessApp=false',
        '12 p10@example.com resourceAccessApp=true',
        '13 p11@example.com resourceAccessApp=true',
      ],
      refused: ['14 resourceAccessApp access.malformed'],
    },
  },
  {
    file: 'named-addresses.csv',
    shows: 'addresses as mail programs copy them',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName',
      people: [
        '2 ann.lee@example.com Ann',
        '3 bob@example.com Bob',
        '4 cy@example.com Cy',
        '5 dee@example.com Dee',
        '6 eve@example.com Eve',
      ],
      refused: ['7 E-mail email.several', '8 E-mail email.malformed'],
    },
  },
  {
    file: 'malformed-addresses.csv',
    shows: 'addresses that are none',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress',
      people: [],
      refused: [
        '2 email email.malformed',
        '3 email email.malformed',
        '4 email email.malformed',
        '5 email email.malformed',
        '6 email email.malformed',
        '7 email email.malformed',
        '8 email email.malformed',
        '9 email email.malformed',
        '10 email email.malformed',
        '11 email email.malformed',
        '12 email email.malformed',
        '13 email email.malformed',
        '14 email email.malformed',
        '15 email email.malformed',
        '16 email email.malformed',
      ],
    },
  },
  {
    file: 'several-addresses.csv',
    shows: 'more than one address in a cell',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName',
      people: ['5 dee@example.com Dee'],
      refused: ['2 email email.several', '3 email email.several', '4 email email.several'],
    },
  },
  {
    file: 'empty-addresses.csv',
    shows: 'no address',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName',
      people: ['6 eve@example.com'],
      refused: [
        '2 email email.missing',
        '3 email email.missing',
        '4 email email.missing',
        '5 email email.missing',
      ],
    },
  },
  {
    file: 'international-domains.csv',
    shows: 'domains beyond ASCII',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress',
      people: [
        '2 ann@xn--bcher-kva.example',
        '3 bob@xn--r8jz45g.xn--zckzah',
        '4 cy@xn--bcher-kva.example',
        '5 dee@example.com',
        '7 fay@example.com',
      ],
      refused: ['6 email email.malformed'],
    },
  },
  {
    file: 'guarded-formulas.csv',
    shows: 'apostrophes before what would be formulas',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName lastName employeeNumber',
      people: ['2 ann@example.com =Ann -Lee +17'],
      refused: ['3 email email.malformed'],
    },
  },
  {
    file: 'text-formulas.csv',
    shows: 'numbers written as formulas, to keep their zeros',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'employeeNumber emailAddress',
      people: ['2 ann@example.com 000123', '3 bob@example.com 000124'],
      refused: [],
    },
  },
  {
    file: 'blanks-and-marks.csv',
    shows: 'blanks of all kinds and marks without width',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName',
      people: ['2 ann@example.com Ann', '3 bob@example.com Bob Lee', '4 cy@example.com Cy'],
      refused: [],
    },
  },
  {
    file: 'decomposed-letters.csv',
    shows: 'letters and accents apart, as a Mac writes file names',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName lastName',
      people: ['2 jose@example.com José Núñez', '3 anke@example.com Anke Müller'],
      refused: [],
    },
  },
  {
    file: 'other-scripts.csv',
    shows: 'names in Japanese, Arabic, Hebrew and pictures',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName lastName',
      people: [
        '2 yuki@example.com 雪 山田',
        '3 omar@example.com عمر حداد',
        '4 noa@example.com נועה כהן',
        '5 smile@example.com 😀 O’Neill-Ødegård',
      ],
      refused: [],
    },
  },
  {
    file: 'locales.csv',
    shows: 'locales, good and bad',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress locale',
      people: [
        '2 a@example.com en-US',
        '3 b@example.com de',
        '4 c@example.com zh-Hant-TW',
        '5 d@example.com en-GB',
        '6 e@example.com',
      ],
      refused: ['7 language locale.malformed', '8 language locale.malformed'],
    },
  },
  {
    file: 'control-characters.csv',
    shows: 'line breaks and bells in values, and a line break where it does not matter',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName -',
      people: ['4 bob@example.com Bob'],
      refused: ['2 first name value.control_character', '6 email value.control_character'],
    },
  },
  {
    file: 'too-long.csv',
    shows: 'values that are too long',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName',
      people: [],
      refused: ['2 first name value.too_long', '3 email value.too_long'],
    },
  },
  {
    file: 'column-rules.csv',
    shows: 'rules for columns, kept',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress - - -',
      people: ['2 ann@example.com', '3 bob@example.com', '4 cy@example.com', '5 dee@example.com'],
      refused: [],
    },
  },
  {
    file: 'column-rules.csv',
    shows: 'the same with rules',
    options: {
      columns: {
        Department: {
          required: true,
          allowed: ['IT', 'Sales'],
          sendAs: 'department',
        },
        'Cost centre': {
          pattern: '\\d{4}',
          maxLength: 4,
        },
        Start: {
          pattern: '\\d{4}-\\d\\d-\\d\\d',
        },
      },
    },
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress department - -',
      people: ['2 ann@example.com department=IT', '5 dee@example.com department=Sales'],
      refused: [
        '3 Department column.not_allowed',
        '4 Department column.missing_value',
        '4 Cost centre column.pattern',
        '4 Start column.pattern',
      ],
    },
  },
  {
    file: 'column-rules.csv',
    shows: 'a rule for a column that is not there',
    options: {
      columns: {
        'Cost center': {
          required: true,
        },
      },
    },
    expected: {
      code: 'roster.required_column_missing',
      says: 'The rules require "Cost center"; the columns are "E-mail", "Department", "Cost centre", "S',
    },
  },
  {
    file: 'same-person-twice.csv',
    shows: 'the same person twice, which the ledger sees to',
    expected: {
      as: 'utf-8 "," header 1',
      feeds: 'emailAddress firstName',
      people: ['2 ann@example.com Ann', '3 ann@example.com Ann', '4 bob@example.com Bob'],
      refused: [],
    },
  },
];
