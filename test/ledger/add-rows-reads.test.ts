import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PoolClient } from 'pg';
import { addRows } from '../../src/ledger/batches.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { addTestBatch, rowOf, seed } from './seed.js';

const SET = 100;
const SETS = 10;

describe('a set of rows', () => {
  let bed: LedgerBed;
  let connection: PoolClient;
  beforeAll(async () => {
    bed = await openLedgerBed();
    connection = await bed.pool.connect();
  });
  afterAll(async () => {
    connection.release();
    await bed.close();
  });

  /** Rows of people that were fetched for this connection's statements so far, by PostgreSQL's own account. */
  async function peopleRead(): Promise<number> {
    await connection.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await connection.query<{ read: number }>(
      `SELECT idx_tup_fetch + seq_tup_read AS read FROM pg_stat_user_tables WHERE relname = 'invite'`,
    );
    return rows[0]?.read ?? 0;
  }

  test('reads the people who are in it, and not all that the client has', async () => {
    const { clientId } = await seed(bed.pool, 0);
    const ids = { clientId, authType: 'email', batchId: await addTestBatch(bed.pool, clientId) };
    // On one connection, as an import is: what PostgreSQL plans while the table is empty, it does to the end.
    const reads: number[] = [];
    for (let set = 0; set < SETS; set += 1) {
      const before = await peopleRead();
      const line = (n: number) => set * SET + n + 2;
      const rows = Array.from({ length: SET }, (_, n) => rowOf(line(n), `p${line(n)}@x.example`));
      await addRows(connection, ids, rows);
      reads.push((await peopleRead()) - before);
    }
    // Once to see whether they are known, once for the foreign key.
    expect(Math.max(...reads)).toBeLessThanOrEqual(2 * SET);
  });
});
