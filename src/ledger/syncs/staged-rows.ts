import type { NewPerson } from '../batches.js';
import { rowDigest } from '../row-digest.js';
import { type Connection, run } from '../statement.js';

/** What an export looks like to the reader, before its first row. */
export interface OpenedLook {
  readonly columns: readonly string[];
  readonly delimiter: string;
  /** Encoding label, e.g. `utf-8`. */
  readonly encoding: string;
  readonly bom: boolean;
}

/** A row of an export: a person, or what is wrong with the row and whatever of its identity can be read all the same. */
export interface StagedRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly person: NewPerson | null;
  readonly problems: readonly unknown[] | null;
  readonly identifier: string | null;
  readonly employeeNumber: string | null;
}

/** Notes what the export looks like; its rows come next. */
export async function saveOpened(
  connection: Connection,
  runId: number,
  { columns, delimiter, encoding, bom }: OpenedLook,
): Promise<void> {
  await run(connection, 'sync/save-opened', [
    runId,
    JSON.stringify(columns),
    delimiter,
    encoding,
    bom,
  ]);
}

/**
 * Takes in a set of rows of an export, to be compared when all are there. Of a run that was ended meanwhile none: whoever is
 * about to go on with it finds out by `seeRun`.
 */
export async function stageRows(
  connection: Connection,
  runId: number,
  rows: readonly StagedRow[],
): Promise<void> {
  await run(connection, 'sync/stage-rows', [
    runId,
    rows.map(({ line }) => line),
    rows.map(({ employeeNumber }) => employeeNumber),
    rows.map(({ identifier }) => identifier),
    rows.map(({ person }) => person && JSON.stringify(person.profile)),
    rows.map(({ person }) => person?.locale ?? null),
    rows.map(({ person }) => person?.timeZone ?? null),
    rows.map(({ cells }) => JSON.stringify(cells)),
    rows.map(({ problems }) => problems && JSON.stringify(problems)),
    rows.map(({ cells }) => rowDigest(cells)),
  ]);
}
