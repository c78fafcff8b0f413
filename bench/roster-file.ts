import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What a roster that was written has in it. */
export interface RosterFile {
  readonly path: string;
  readonly rows: number;
  /** Rows that cannot be taken: their e-mail address is none. */
  readonly refused: number;
}

const HEADER =
  'Employee ID,First name,Last name,Work email,Mobile,Department,Cost centre,Start date,Language';
const FIRST_NAMES = [
  'Jürgen',
  'Ada',
  'Zoë',
  'Łukasz',
  'Marie-Claire',
  'Søren',
  'Grace',
  'François',
];
const LAST_NAMES = [
  'Müller',
  'Lovelace',
  "O'Connor",
  'Nowak',
  'Ångström',
  'Hopper',
  'García López',
];
const DEPARTMENTS = [
  'Vertrieb',
  'Finance',
  '"Research, Development"',
  'Einkauf',
  'Human Resources',
];
const LANGUAGES = ['de-DE', 'en-GB', 'pl-PL', 'fr-FR'];

/** Of so many rows one has an address that no mail can reach. */
const ROWS_A_REFUSAL = 200;

const ROWS_AT_ONCE = 1_000;

/**
 * Writes a roster as a human resources system exports it, the same for the same number of rows: some 100 bytes a row, letters
 * beyond ASCII, a quoted column, columns that Rollcall does not know, and half a percent of rows that have to be refused.
 */
export async function writeRosterFile(path: string, rows: number): Promise<RosterFile> {
  await pipeline(Readable.from(pieces(rows)), createWriteStream(path));
  return { path, rows, refused: Math.floor(rows / ROWS_A_REFUSAL) };
}

function* pieces(rows: number): Generator<string> {
  yield `${HEADER}\n`;
  for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, rows - start);
    yield Array.from({ length: count }, (_, n) => `${rowOf(start + n)}\n`).join('');
  }
}

function rowOf(n: number): string {
  const at = n % ROWS_A_REFUSAL === ROWS_A_REFUSAL - 1 ? ' at ' : '@';
  const id = String(n).padStart(7, '0');
  return [
    `E${id}`,
    chosen(FIRST_NAMES, n),
    chosen(LAST_NAMES, n),
    // Neighbours in the file are strangers in the alphabet, as in a file that is sorted by anything but the address.
    `person.${(n * 7_919) % 10_000_019}@mail.example.com`,
    `+49 151 ${id}1`,
    chosen(DEPARTMENTS, n),
    String(4_000 + (n % 97)),
    `20${10 + (n % 16)}-0${1 + (n % 9)}-15`,
    chosen(LANGUAGES, n),
  ]
    .join(',')
    .replace('@', at);
}

function chosen(from: readonly string[], n: number): string {
  return from[n % from.length] ?? '';
}
