import type { PoolClient } from 'pg';
import { run } from '../statement.js';
import type { Sealing } from './sealing.js';

/** Rows that are read, and written, together. */
const PAGE = 2_000;

/** How a table is gone through: what is read of it, and what is written of each row, which the statements seal or open. */
interface Rewriting {
  readonly read: string;
  readonly write: string;
  /** Where a row stands; the first page begins behind zeros. Null: all are read at once. */
  readonly place: ((row: Row) => readonly unknown[]) | null;
  readonly written: readonly ((row: Row) => unknown)[];
}

type Row = Readonly<Record<string, unknown>>;

const column = (name: string) => (row: Row) => row[name];
const json = (name: string) => (row: Row) =>
  row[name] === null ? null : JSON.stringify(row[name]);

const PERSON = [column('identifier'), column('employeeNumber'), json('profile')];

const tables = (digest: (row: Row) => unknown): readonly Rewriting[] => [
  {
    read: 'data-key/read-invites',
    write: 'data-key/write-invites',
    place: ({ id }) => [id],
    written: [column('id'), ...PERSON, column('message')],
  },
  {
    read: 'data-key/read-updates',
    write: 'data-key/write-updates',
    place: ({ id }) => [id],
    written: [column('id'), json('profile')],
  },
  {
    read: 'data-key/read-roster-rows',
    write: 'data-key/write-roster-rows',
    place: ({ batch, line }) => [batch, line],
    written: [column('batch'), column('line'), json('cells'), json('problems')],
  },
  {
    read: 'data-key/read-suppressions',
    write: 'data-key/write-suppressions',
    place: null,
    written: [column('place'), column('identifier'), column('reason')],
  },
  {
    read: 'data-key/read-sync-people',
    write: 'data-key/write-sync-people',
    place: ({ id }) => [id],
    written: [column('id'), ...PERSON],
  },
  {
    read: 'data-key/read-staged-rows',
    write: 'data-key/write-staged-rows',
    place: ({ run: id, line }) => [id, line],
    written: [
      column('run'),
      column('line'),
      column('employeeNumber'),
      column('identifier'),
      json('profile'),
      json('cells'),
      digest,
      json('problems'),
    ],
  },
  {
    read: 'data-key/read-changes',
    write: 'data-key/write-changes',
    place: ({ id }) => [id],
    written: [column('id'), json('before'), json('after')],
  },
  {
    read: 'data-key/read-digests',
    write: 'data-key/write-digests',
    place: null,
    written: [column('sync'), column('digest'), digest],
  },
];

/**
 * Reads every personal value of the ledger and writes it back, so that it is sealed, or opened, as the connection has it.
 *
 * @returns how many rows that were
 */
export async function rewriteAll(connection: PoolClient, { opens }: Sealing): Promise<number> {
  // No type of a column tells a digest from any other uuid, so that it comes as it stands.
  const digest = ({ digest: stored }: Row) =>
    opens === null ? stored : opens.openDigest(String(stored));
  let rows = 0;
  for (const table of tables(digest)) rows += await rewrite(connection, table);
  return rows;
}

async function rewrite(connection: PoolClient, table: Rewriting): Promise<number> {
  const { read, place } = table;
  if (place === null) {
    const all = await run<Record<string, unknown>>(connection, read);
    for (let from = 0; from < all.length; from += PAGE) {
      await write(connection, table, all.slice(from, from + PAGE));
    }
    return all.length;
  }
  let written = 0;
  let last = place({ id: -1, batch: -1, run: -1, line: -1 });
  for (;;) {
    const page = await run<Record<string, unknown>>(connection, read, [...last, PAGE]);
    await write(connection, table, page);
    written += page.length;
    const end = page.at(-1);
    if (end === undefined || page.length < PAGE) return written;
    last = place(end);
  }
}

async function write(
  connection: PoolClient,
  { write: name, written }: Rewriting,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  await run(
    connection,
    name,
    written.map((ofRow) => rows.map(ofRow)),
  );
}
