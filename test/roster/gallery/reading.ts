import { createReadStream } from 'node:fs';
import { RollcallError } from '../../../src/observe/rollcall-error.js';
import { openRoster, type RosterOptions, type RosterRow } from '../../../src/roster/index.js';

/** What a file of the gallery is read as, written so that a table of many can be looked over. */
export interface Reading {
  /** Encoding, delimiter and line of the header, and what else was met: `utf-8 ; header 2, skipped 1, gzip`. */
  readonly as: string;
  /** What each column feeds, `-` where nothing. */
  readonly feeds: string;
  /** `line identifier`, then names, locale, employee number and everything else that would be sent. */
  readonly people: readonly string[];
  /** `line column code`. */
  readonly refused: readonly string[];
  /** The code for which the rest of the file is given up. */
  readonly givenUp?: string;
}

export interface GalleryFile {
  readonly file: string;
  /** What is peculiar about it. */
  readonly shows: string;
  readonly options?: Partial<RosterOptions>;
  /** The reading, or the code and some words of the refusal. */
  readonly expected: Reading | { readonly code: string; readonly says: string };
}

/** Reads a file of the gallery and tells what came of it in the words of the tables. */
export async function readGalleryFile({
  file,
  options = {},
}: GalleryFile): Promise<Reading | { code: string; says: string }> {
  const source = createReadStream(`fixtures/rosters/${file}`);
  try {
    const roster = await openRoster(source, { authType: 'email', ...options });
    const { understood } = roster;
    const skipped = understood.skippedLines.map(({ line }) => line).join(' ');
    const as = [
      `${understood.encoding}${understood.bom ? ' with mark' : ''} ${JSON.stringify(understood.delimiter)} header ${understood.headerLine}`,
      ...(skipped === '' ? [] : [`skipped ${skipped}`]),
      ...(understood.compression === null ? [] : [understood.compression]),
    ].join(', ');
    const feeds = understood.columns.map((column) => (column.use === 'field' ? column.field : '-'));
    const rows: RosterRow[] = [];
    let givenUp: string | undefined;
    try {
      for await (const row of roster.rows) rows.push(row);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      givenUp = error.code;
    }
    return {
      as,
      feeds: feeds.join(' '),
      people: rows.flatMap((row) => ('person' in row ? [personLine(row)] : [])),
      refused: rows.flatMap(problemLines),
      ...(givenUp === undefined ? {} : { givenUp }),
    };
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { code: error.code, says: error.message };
  }
}

function personLine({ line, person }: Extract<RosterRow, { person: unknown }>): string {
  const { emailAddress, mobileNumber, ...others } = person.profile;
  const contacts = [emailAddress, mobileNumber].filter((value) => value !== person.identifier);
  const values = Object.entries(others).map(([field, value]) =>
    field === 'firstName' || field === 'lastName' ? value : `${field}=${value}`,
  );
  const rest = [...contacts, ...values, person.locale, person.employeeNumber];
  return [line, person.identifier, ...rest.filter((value) => value != null)].join(' ');
}

function problemLines(row: RosterRow): string[] {
  if (!('problems' in row)) return [];
  return row.problems.map(({ column, code }) => `${row.line} ${column || '-'} ${code}`);
}
