import type { Pool } from 'pg';
import { openLedger } from '../../src/ledger/open.js';
import { createDatabase } from '../support/engines.js';

/** A fresh ledger with no queue. */
export interface LedgerBed {
  readonly pool: Pool;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export async function openLedgerBed(): Promise<LedgerBed> {
  const database = await createDatabase();
  const ledger = await openLedger({ home: '', databaseUrl: database.url });
  return {
    pool: ledger.pool,
    databaseUrl: database.url,
    async close() {
      await ledger.close();
      await database.drop();
    },
  };
}
