import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import {
  openRoster,
  type Roster,
  type RosterOptions,
  type RosterRow,
} from '../../src/roster/index.js';

export const BY_EMAIL: RosterOptions = { authType: 'email' };

/** A whole roster, read: for files that fit a test. */
export interface ReadRoster {
  readonly roster: Roster;
  readonly rows: readonly RosterRow[];
}

export async function readFixture(
  name: string,
  options: RosterOptions = BY_EMAIL,
): Promise<ReadRoster> {
  return readAll(createReadStream(`fixtures/${name}`), options);
}

export async function readText(
  content: string | Buffer,
  options: RosterOptions = BY_EMAIL,
): Promise<ReadRoster> {
  return readAll(Readable.from([Buffer.from(content)]), options);
}

async function readAll(source: Readable, options: RosterOptions): Promise<ReadRoster> {
  const roster = await openRoster(source, options);
  const rows: RosterRow[] = [];
  for await (const row of roster.rows) rows.push(row);
  return { roster, rows };
}

/** `line column code`, a line for each problem. */
export function problemsOf(rows: readonly RosterRow[]): string[] {
  return rows.flatMap((row) =>
    'problems' in row
      ? row.problems.map(({ column, code }) => `${row.line} ${column || '-'} ${code}`)
      : [],
  );
}

/** The identifiers of the usable rows, in file order. */
export function identifiersOf(rows: readonly RosterRow[]): string[] {
  return rows.flatMap((row) => ('person' in row ? [row.person.identifier] : []));
}
