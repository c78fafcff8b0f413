import type { Pool } from 'pg';
import type { Secret } from '../../src/config/secret.js';
import { openLedger } from '../../src/ledger/open.js';
import { createDatabase } from '../support/engines.js';

/** A fresh ledger with no queue. */
export interface LedgerBed {
  readonly pool: Pool;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** @param dataKey the operator's key; null: nothing is sealed */
export async function openLedgerBed(dataKey: Secret | null = null): Promise<LedgerBed> {
  const database = await createDatabase();
  const ledger = await openLedger({ home: '', databaseUrl: database.url, dataKey });
  return {
    pool: ledger.pool,
    databaseUrl: database.url,
    async close() {
      await ledger.close();
      await database.drop();
    },
  };
}
