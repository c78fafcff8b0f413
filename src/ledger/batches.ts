import type { Pool } from 'pg';
import { type Call, type Connection, run, sendTransaction } from './statement.js';

/** What a batch is made with. */
export interface NewBatch {
  readonly clientId: number;
  /** Name of the roster, without its directory. */
  readonly source: string;
  readonly columns: readonly string[];
  readonly delimiter: string;
  /** Encoding label, e.g. `utf-8` or `windows-1252`. */
  readonly encoding: string;
  readonly bom: boolean;
  /** Nobody whom the batch brings in is called before then. */
  readonly notBefore?: Date | undefined;
}

/** One row of a roster as the ledger takes it: a person, or what is wrong. */
export interface NewRow {
  readonly line: number;
  readonly cells: readonly string[];
  /** The refused row of an earlier batch that this row says it is the mended one of. */
  readonly mends?: { readonly batch: number; readonly line: number };
  readonly person: NewPerson | null;
  readonly problems: readonly unknown[] | null;
}

export interface NewPerson {
  readonly identifier: string;
  readonly profile: Readonly<Record<string, string | boolean>>;
  readonly locale: string | null;
  readonly employeeNumber: string | null;
  /** IANA name of the person's own time zone. */
  readonly timeZone: string | null;
}

export interface BatchRecord {
  readonly id: number;
  readonly clientId: number;
  readonly client: string;
  readonly source: string;
  readonly columns: readonly string[];
  readonly delimiter: string;
  readonly encoding: string;
  readonly bom: boolean;
  /** Rows taken in; `rows = added + known + updated + differing + duplicates + conflicts + rejected`. */
  readonly rows: number;
  /** New people. */
  readonly added: number;
  /** People who were known with the same data. */
  readonly known: number;
  /** People who were known with other data, which this batch replaced; those who had failed are called again. */
  readonly updated: number;
  /** People who are known with other data, which stay as they are: a call had been made with them. */
  readonly differing: number;
  /** Rows that repeat an earlier row of the batch with the same data. */
  readonly duplicates: number;
  /** Rows whose person stands in an earlier row of the batch with other data; the earlier row counts. */
  readonly conflicts: number;
  readonly rejected: number;
  /** Those of the rejected that have been fed back mended since, and the batches that did it. */
  readonly mended: number;
  readonly mendedBy: readonly number[];
  readonly startedAt: Date;
  /** Null while the roster is being read, or where its import was killed. */
  readonly finishedAt: Date | null;
  /** Until when the people whom it brought in are held; null: they are not. */
  readonly notBefore: Date | null;
}

export async function addBatch(pool: Pool, batch: NewBatch): Promise<number> {
  const { clientId, source, columns, delimiter, encoding, bom, notBefore } = batch;
  const values = [clientId, source, JSON.stringify(columns), delimiter, encoding, bom, notBefore];
  const [row] = await run<{ id: number }>(pool, 'add-batch', values);
  if (row === undefined) throw new Error('Expected add-batch to return the id');
  return row.id;
}

/** Whose batch rows go into. */
export interface BatchScope {
  readonly clientId: number;
  readonly authType: string;
  readonly batchId: number;
}

/**
 * Takes in a set of rows: one invite for each identity that has none, new data of people whom no call has reached yet, and
 * every row with what became of it. All of the set, or nothing. The same people may come in from several processes at
 * once, in any order. Sets of one batch have to come in order: on one connection, where the next is sent before this is done.
 * Whoever was forgotten since the rows were judged comes in again; `eraseForgotten` takes that back.
 */
export async function addRows(
  connection: Connection,
  scope: BatchScope,
  rows: readonly NewRow[],
): Promise<void> {
  const { makeInvites, takeRows } = callsToAddRows(scope, rows);
  await sendTransaction(connection, [['lock-forgetting-out', []], makeInvites, ...takeRows]);
}

/** What `addRows` does, for a transaction of the caller's, in two parts that go in this order. */
export function callsToAddRows(
  { clientId, authType, batchId }: BatchScope,
  rows: readonly NewRow[],
): { readonly makeInvites: Call; readonly takeRows: readonly Call[] } {
  const ids = [clientId, authType, batchId];
  const lines = rows.map(({ line }) => line);
  const people = [
    rows.map(({ person }) => person?.identifier ?? null),
    rows.map(({ person }) => person && JSON.stringify(person.profile)),
    rows.map(({ person }) => person?.locale ?? null),
    rows.map(({ person }) => person?.employeeNumber ?? null),
    rows.map(({ person }) => person?.timeZone ?? null),
  ];
  const cells = rows.map((row) => JSON.stringify(row.cells));
  const problems = rows.map((row) => row.problems && JSON.stringify(row.problems));
  const mended = rows.flatMap(({ line, mends }) => (mends === undefined ? [] : [{ line, mends }]));
  const mending: Call = [
    'mend-rows',
    [
      clientId,
      batchId,
      mended.map(({ line }) => line),
      mended.map(({ mends }) => mends.batch),
      mended.map(({ mends }) => mends.line),
    ],
  ];
  return {
    makeInvites: ['add-invites', [...ids, lines, ...people]],
    takeRows: [
      ['add-rows', [...ids, lines, ...people, cells, problems]],
      ...(mended.length === 0 ? [] : [mending]),
    ],
  };
}

/** Marks the roster as read to its end. */
export async function finishBatch(pool: Pool, batchId: number): Promise<void> {
  await run(pool, 'finish-batch', [batchId]);
}

/** The latest batches, newest first. */
export function listBatches(pool: Pool, count: number): Promise<BatchRecord[]> {
  return run<BatchRecord>(pool, 'list-batches', [null, count]);
}

export async function findBatch(pool: Pool, id: number): Promise<BatchRecord | null> {
  const [batch] = await run<BatchRecord>(pool, 'list-batches', [id, 1]);
  return batch ?? null;
}
