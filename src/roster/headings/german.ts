import type { HeadingTable } from './heading-table.js';

/** "Name" alone is left out: it is the family name in one roster and the whole name in the next. */
export const GERMAN: HeadingTable = {
  firstName: ['Vorname', 'Vornamen', 'Rufname'],
  lastName: ['Nachname', 'Familienname', 'Zuname'],
  emailAddress: [
    'E-Mail-Adresse',
    'Mailadresse',
    'E-Mail (geschäftlich)',
    'E-Mail dienstlich',
    'Geschäftliche E-Mail',
    'Geschäftliche E-Mail-Adresse',
    'Dienstliche E-Mail',
    'Dienstliche E-Mail-Adresse',
    'Firmen-E-Mail',
    'Elektronische Post',
  ],
  mobileNumber: [
    'Mobil',
    'Mobilnummer',
    'Mobil-Nr.',
    'Mobiltelefon',
    'Mobilfunknummer',
    'Handy',
    'Handynummer',
    'Handy-Nr.',
    'Diensthandy',
    'Telefon',
    'Telefonnummer',
    'Rufnummer',
  ],
  locale: ['Sprache', 'Sprachcode', 'Korrespondenzsprache', 'Bevorzugte Sprache'],
  employeeNumber: [
    'Personalnummer',
    'Personal-Nr.',
    'Pers.-Nr.',
    'Mitarbeiternummer',
    'Mitarbeiter-Nr.',
    'Mitarbeiter-ID',
    'MA-Nr.',
    'Stammnummer',
  ],
};
