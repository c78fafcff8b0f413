import type { HeadingTable } from './heading-table.js';

export const ITALIAN: HeadingTable = {
  firstName: ['Nome', 'Nome di battesimo', 'Primo nome'],
  lastName: ['Cognome'],
  emailAddress: [
    'Indirizzo e-mail',
    'Indirizzo mail',
    'Indirizzo di posta elettronica',
    'Posta elettronica',
    'E-mail aziendale',
    'Mail aziendale',
    'Indirizzo e-mail aziendale',
    'E-mail di lavoro',
  ],
  mobileNumber: [
    'Cellulare',
    'Numero di cellulare',
    'Numero cellulare',
    'N. cellulare',
    'Telefono cellulare',
    'Cell.',
    'Telefonino',
    'Telefono',
    'Numero di telefono',
  ],
  locale: ['Lingua', 'Codice lingua', 'Lingua preferita'],
  employeeNumber: [
    'Matricola',
    'Numero di matricola',
    'N. matricola',
    'Numero dipendente',
    'Codice dipendente',
    'ID dipendente',
  ],
};
