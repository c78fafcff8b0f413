import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Ledger, openLedger } from '../../src/ledger/open.js';
import { type Engine, openEngine } from '../../src/queue/engine.js';

/** What carries the queue in a test. */
export type EngineKind = 'redis' | 'postgres';
export const ENGINES: readonly EngineKind[] = ['redis', 'postgres'];

function given(name: 'TEST_REDIS_URL' | 'TEST_DATABASE_URL'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Expected ${name} from the global set-up`);
  return value;
}

export function redisUrlFor(kind: EngineKind): string | null {
  return kind === 'redis' ? given('TEST_REDIS_URL') : null;
}

/** A database of its own on the tests' server, and the means to be rid of it. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function createDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = `${given('TEST_DATABASE_URL')}/${name}`;
  return { url, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${given('TEST_DATABASE_URL')}/postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A fresh ledger with an engine for its queue. */
export interface TestBed {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export async function openTestBed(kind: EngineKind): Promise<TestBed> {
  const database = await createDatabase();
  const ledger = await openLedger({ home: '', databaseUrl: database.url });
  const engine = await openEngine(ledger, redisUrlFor(kind));
  return {
    ledger,
    engine,
    databaseUrl: database.url,
    async close() {
      await engine.close();
      await ledger.close();
      await database.drop();
    },
  };
}
