import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { saveClient } from '../../src/ledger/clients.js';
import { openLedger } from '../../src/ledger/open.js';
import { dumped } from '../ledger/sealing/dumped.js';
import { operatorKey } from '../ledger/sealing/operator-key.js';
import { clientConfig, rowOf, takeIn } from '../ledger/seed.js';
import { createDatabase, type TestDatabase } from '../support/engines.js';
import { type Environment, type Finished, rollcall } from '../support/rollcall.js';

const ADDRESS = 'zanzibarquux@example.com';
const [FIRST, SECOND] = [1, 2].map((n) => operatorKey(n).reveal());

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
  const { pool, close } = await openLedger({ home: '', databaseUrl: database.url });
  const clientId = await saveClient(pool, clientConfig());
  await takeIn(pool, clientId, [rowOf(2, ADDRESS)]);
  await close();
});

afterAll(() => database?.drop());

const cli = (environment: Environment, ...args: string[]): Promise<Finished> =>
  rollcall(args, { DATABASE_URL: database.url, ...environment }, tmpdir());

test('an operator seals a ledger, goes over to another key, and opens it again', async () => {
  const first = { ROLLCALL_DATA_KEY: FIRST ?? '' };
  const second = { ROLLCALL_DATA_KEY: SECOND ?? '', ROLLCALL_DATA_KEY_OLD: FIRST ?? '' };
  const early = await cli(first, 'list');
  expect(early).toMatchObject({ exitCode: 2, stdout: '' });
  expect(early.stderr).toContain('rollcall data-key add');

  const asked = await cli(first, 'data-key', 'add');
  expect(asked).toMatchObject({ exitCode: 2 });
  expect(asked.stderr).toMatch(
    /loses the key loses the data\. Seal .*\? Nothing was changed.*--yes/,
  );
  const added = await cli(first, 'data-key', 'add', '--yes', '--json');
  expect(JSON.parse(added.stdout)).toEqual({ sealed: true, rows: 2 });
  expect(await dumped(database.url, [ADDRESS])).toEqual([]);

  expect(await cli(second, 'data-key', 'turn')).toMatchObject({ exitCode: 0 });
  const listed = await cli(second, 'list', '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject({ identifier: ADDRESS });

  const removed = await cli(second, 'data-key', 'remove', '--yes');
  expect(removed.stdout).toMatch(/^Opened: 2 rows\. Unset ROLLCALL_DATA_KEY/);
  expect(await dumped(database.url, [ADDRESS])).not.toEqual([]);
});
