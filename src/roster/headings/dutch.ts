import type { HeadingTable } from './heading-table.js';

/** "Naam" alone is left out: it may be the family name or the whole name. */
export const DUTCH: HeadingTable = {
  firstName: ['Voornaam', 'Voornamen', 'Roepnaam'],
  lastName: ['Achternaam', 'Familienaam'],
  emailAddress: [
    'E-mailadres',
    'Mailadres',
    'Zakelijk e-mailadres',
    'E-mail zakelijk',
    'E-mail werk',
    'Werkmail',
    'E-mailadres werk',
    'E-mailadres zakelijk',
  ],
  mobileNumber: [
    'Mobiel',
    'Mobiel nummer',
    'Mobiele nummer',
    'Mobiele telefoon',
    'Mobiel telefoonnummer',
    '06-nummer',
    'GSM',
    'GSM-nummer',
    'Telefoon',
    'Telefoonnummer',
  ],
  locale: ['Taal', 'Taalcode', 'Voorkeurstaal'],
  employeeNumber: [
    'Personeelsnummer',
    'Personeelsnr.',
    'Medewerkernummer',
    'Medewerker-ID',
    'Werknemersnummer',
    'Werknemer-ID',
    'Stamnummer',
  ],
};
