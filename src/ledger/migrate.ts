import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { PACKAGE_ROOT } from '../config/package-root.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { transaction } from './statement.js';

const DIRECTORY = join(PACKAGE_ROOT, 'src/ledger/migrations');

/** Any number that no other program on the same database is likely to lock. */
const MIGRATION_LOCK = 7_265_667;

/**
 * Brings the schema `rollcall` up to date, once, however many processes start together: the first to get the lock
 * does the work in one transaction, the others wait and find it done.
 *
 * @throws RollcallError `ledger_newer` where a newer Rollcall has already changed the schema
 */
export async function migrate(pool: Pool): Promise<void> {
  await transaction(pool, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await applyMissing(connection);
  });
}

async function applyMissing(connection: PoolClient): Promise<void> {
  await connection.query('CREATE SCHEMA IF NOT EXISTS rollcall');
  await connection.query('SET LOCAL search_path = rollcall');
  await connection.query(
    'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
  );
  const { rows } = await connection.query<{ name: string }>('SELECT name FROM migration');
  const applied = new Set(rows.map((row) => row.name));
  const known = readdirSync(DIRECTORY)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  refuseNewer(applied, known);
  for (const name of known.filter((candidate) => !applied.has(candidate))) {
    await connection.query(readFileSync(join(DIRECTORY, name), 'utf8'));
    await connection.query('INSERT INTO migration (name) VALUES ($1)', [name]);
  }
}

function refuseNewer(applied: ReadonlySet<string>, known: readonly string[]): void {
  const newer = [...applied].filter((name) => !known.includes(name));
  if (newer.length === 0) return;
  throw new RollcallError(
    'ledger_newer',
    `The ledger has been changed by a newer Rollcall (it knows ${newer.join(', ')}). Update Rollcall on this machine.`,
  );
}
