import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg, { type Pool, type PoolClient, type QueryResultRow } from 'pg';
import { PACKAGE_ROOT } from '../config/package-root.js';
import { sealValues } from './sealing/seal-values.js';
import { sealingKey } from './sealing/sealing.js';

/** Where a statement can run: on any connection of the pool, or on the one that holds a transaction. */
export type Connection = Pool | PoolClient;

const texts = new Map<string, string>();

/**
 * Runs `src/ledger/sql/<name>.sql` as a prepared statement and returns its rows. Where the ledger is sealed, personal values are
 * sealed on their way in and opened on their way out, here and in the connection, so that nobody else knows of it.
 */
export async function run<Row extends QueryResultRow>(
  connection: Connection,
  name: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const key = sealingKey(connection);
  const sent = key === null ? values : sealValues(name, values, key);
  const { rows } = await connection.query<Row>({ name, text: textOf(name), values: sent });
  return rows;
}

function textOf(name: string): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(join(PACKAGE_ROOT, 'src/ledger/sql', `${name}.sql`), 'utf8');
  texts.set(name, text);
  return text;
}

/** Runs `work` in one transaction on one connection; whatever it throws rolls back. */
export async function transaction<Result>(
  pool: Pool,
  work: (connection: PoolClient) => Promise<Result>,
): Promise<Result> {
  const connection = await pool.connect();
  try {
    return await transactionOn(connection, work);
  } finally {
    connection.release();
  }
}

/** The same on a connection of the caller's. */
export async function transactionOn<Result>(
  connection: PoolClient,
  work: (connection: PoolClient) => Promise<Result>,
): Promise<Result> {
  try {
    await connection.query('BEGIN');
    const result = await work(connection);
    await connection.query('COMMIT');
    return result;
  } catch (cause) {
    await connection.query('ROLLBACK').catch(() => undefined);
    throw cause;
  }
}

/** Runs reads that have to agree with one another: all of them see the ledger as it was at one moment. */
export function snapshot<Result>(
  pool: Pool,
  read: (connection: PoolClient) => Promise<Result>,
): Promise<Result> {
  return transaction(pool, async (connection) => {
    await connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return await read(connection);
  });
}

/** A statement of `src/ledger/sql` with its values. */
export type Call = readonly [name: string, values: unknown[]];

/**
 * Runs statements in one transaction and sends them together, so that the server goes from one to the next without waiting
 * for this process. Several transactions that are sent on one connection run in the order in which they were sent; where one
 * fails, those behind it are run all the same.
 */
export async function sendTransaction(
  connection: Connection,
  statements: readonly Call[],
): Promise<void> {
  if (connection instanceof pg.Pool) {
    const own = await connection.connect();
    await sendTransaction(own, statements).finally(() => own.release());
    return;
  }
  const sent = [
    connection.query('BEGIN'),
    ...statements.map(([name, values]) => run(connection, name, values)),
    // After a statement that failed the server takes this for a ROLLBACK.
    connection.query('COMMIT'),
  ];
  // All are waited for: whoever has the connection next must not meet what is left of them.
  const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
