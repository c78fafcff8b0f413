import type { HeadingTable } from './heading-table.js';

export const POLISH: HeadingTable = {
  firstName: ['Imię', 'Imiona', 'Pierwsze imię'],
  lastName: ['Nazwisko'],
  emailAddress: [
    'Adres e-mail',
    'Adres mailowy',
    'Poczta elektroniczna',
    'E-mail służbowy',
    'Służbowy adres e-mail',
  ],
  mobileNumber: [
    'Telefon komórkowy',
    'Numer telefonu',
    'Nr telefonu',
    'Numer komórki',
    'Komórka',
    'Telefon służbowy',
  ],
  locale: ['Język', 'Kod języka', 'Preferowany język'],
  employeeNumber: [
    'Numer pracownika',
    'Nr pracownika',
    'Numer kadrowy',
    'Nr ewidencyjny',
    'Numer ewidencyjny',
  ],
};
