import type { HeadingTable } from './heading-table.js';

/** Swedish, Norwegian and Danish, which head many columns alike. */
export const NORDIC: HeadingTable = {
  firstName: ['Förnamn', 'Tilltalsnamn', 'Fornavn'],
  lastName: ['Efternamn', 'Etternavn', 'Efternavn'],
  emailAddress: [
    'E-post',
    'E-postadress',
    'E-postadresse',
    'Mejladress',
    'Mailadresse',
    'E-mailadresse',
    'Arbetsmejl',
    'Arbejdsmail',
  ],
  mobileNumber: [
    'Mobilnummer',
    'Mobiltelefon',
    'Mobiltelefonnummer',
    'Telefonnummer',
    'Mobiltlf.',
    'Tlf.',
  ],
  locale: ['Språk', 'Språkkod', 'Sprog', 'Sprogkode', 'Språkkode'],
  employeeNumber: [
    'Anställningsnummer',
    'Anst.nr',
    'Ansattnummer',
    'Ansattnr',
    'Medarbejdernummer',
    'Medarbejdernr.',
    'Lønnummer',
    'Lønnr.',
  ],
};
