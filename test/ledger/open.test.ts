import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';
import { openLedger } from '../../src/ledger/open.js';
import { openEngine } from '../../src/queue/engine.js';
import { createDatabase, type TestDatabase } from '../support/engines.js';
import { freePort } from '../support/free-port.js';

const MIGRATIONS = readdirSync(join(PACKAGE_ROOT, 'src/ledger/migrations')).sort();

const databases: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(databases.splice(0).map((database) => database.drop()));
});

async function freshDatabase(): Promise<string> {
  const database = await createDatabase();
  databases.push(database);
  return database.url;
}

const open = (databaseUrl: string) => openLedger({ home: '', databaseUrl, connections: 2 });

describe('opening the ledger', () => {
  test('from ten processes at once migrates a fresh database once, and all see the same ledger', async () => {
    const url = await freshDatabase();
    const ledgers = await Promise.all(Array.from({ length: 10 }, () => open(url)));
    expect(new Set(ledgers.map(({ id }) => id)).size).toBe(1);
    expect(ledgers[0]?.id).toMatch(/^[0-9a-f]{8}$/);
    const migrations = await ledgers[0]?.pool.query('SELECT name FROM migration ORDER BY name');
    expect(migrations?.rows.map(({ name }) => name)).toEqual(MIGRATIONS);
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  });

  test('with the queue beside it, from five processes at once, sets both up once', async () => {
    const url = await freshDatabase();
    const ledgers = await Promise.all(Array.from({ length: 5 }, () => open(url)));
    const engines = await Promise.all(ledgers.map((ledger) => openEngine(ledger, null)));
    expect(engines.map(({ kind }) => kind)).toEqual(Array(5).fill('postgres'));
    await Promise.all(engines.map((engine) => engine.close()));
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  });

  test('again finds everything as it was', async () => {
    const url = await freshDatabase();
    const first = await open(url);
    await first.close();
    const second = await open(url);
    expect(second.id).toBe(first.id);
    await second.close();
  });

  test('is refused where a newer Rollcall has changed the schema', async () => {
    const url = await freshDatabase();
    const ledger = await open(url);
    await ledger.pool.query("INSERT INTO migration (name) VALUES ('9999_future.sql')");
    await ledger.close();
    await expect(open(url)).rejects.toMatchObject({
      code: 'ledger_newer',
      message: expect.stringContaining('9999_future.sql'),
    });
  });

  test('leaves other schemas of the database alone', async () => {
    const url = await freshDatabase();
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE TABLE client (name text)');
    await (await open(url)).close();
    expect((await client.query('SELECT * FROM public.client')).rows).toEqual([]);
    await client.end();
  });

  test('is refused with the remedy where no server answers', async () => {
    const url = `postgres://rollcall:geheim@127.0.0.1:${await freePort()}/rollcall`;
    const refusal = await open(url).catch((cause: unknown) => cause);
    expect(refusal).toMatchObject({
      code: 'database_unreachable',
      message: expect.stringMatching(/ECONNREFUSED.*Check DATABASE_URL/),
    });
    expect(String(refusal)).not.toContain('geheim');
  });

  test('is refused where the server has no connection to spare', async () => {
    const url = new URL(await freshDatabase());
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    const role = `crowd_${url.pathname.slice(1)}`;
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'geheim' CONNECTION LIMIT 0`);
    url.username = role;
    url.password = 'geheim';
    await expect(open(url.href)).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringMatching(/53300/),
    });
    await client.query(`DROP ROLE ${role}`);
    await client.end();
  });

  test.each([
    [
      'the password is wrong',
      (url: URL) => {
        url.password = 'wrong';
      },
      /28P01/,
    ],
    [
      'the database is not there',
      (url: URL) => {
        url.pathname = '/nowhere';
      },
      /3D000/,
    ],
  ])('is refused where %s', async (_name, change, code) => {
    const url = new URL(await freshDatabase());
    change(url);
    await expect(open(url.href)).rejects.toMatchObject({
      code: 'database_unreachable',
      message: expect.stringMatching(code),
    });
  });
});
