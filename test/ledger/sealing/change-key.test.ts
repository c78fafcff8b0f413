import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Secret } from '../../../src/config/secret.js';
import { saveClient } from '../../../src/ledger/clients.js';
import { forgetPeople } from '../../../src/ledger/forget.js';
import { type Ledger, openLedger, withLedgerConnection } from '../../../src/ledger/open.js';
import { addDataKey, removeDataKey, turnDataKey } from '../../../src/ledger/sealing/change-key.js';
import { readStories } from '../../../src/ledger/story.js';
import { csvOf, type SyncBed, syncBedIn } from '../../jobs/sync/sync-bed.js';
import { createDatabase, type TestDatabase } from '../../support/engines.js';
import { clientConfig, rowOf, takeIn } from '../seed.js';
import { allThatIsTold } from './all-that-is-told.js';
import { dumped } from './dumped.js';
import { operatorKey } from './operator-key.js';
import { address, live, MARK, SAFEGUARDS, staffOf, UNREAD, who } from './whole-life.js';

const KEY = operatorKey(1);
const OTHER = operatorKey(2);

let database: TestDatabase;
const ledgers: Ledger[] = [];

beforeEach(async () => {
  database = await createDatabase();
});
afterEach(async () => {
  await closeAll();
  await database.drop();
});

async function open(dataKey: Secret | null): Promise<Ledger> {
  const ledger = await openLedger({ home: '', databaseUrl: database.url, dataKey });
  ledgers.push(ledger);
  return ledger;
}
async function closeAll(): Promise<void> {
  await Promise.all(ledgers.splice(0).map((ledger) => ledger.close()));
}

const at = (databaseUrl: string) => ({ home: '', databaseUrl });
const add = (url: string, key = KEY) =>
  withLedgerConnection(at(url), (connection, sealing) => addDataKey(connection, sealing, key));
const remove = (url: string, key: Secret | null = KEY) =>
  withLedgerConnection(at(url), (connection, sealing) => removeDataKey(connection, sealing, key));
const withCode = (code: string) => expect.objectContaining({ code });

async function somebody(ledger: Ledger): Promise<void> {
  const clientId = await saveClient(ledger.pool, clientConfig());
  await takeIn(ledger.pool, clientId, [rowOf(2, address('ada'))]);
}

describe('a new ledger', () => {
  test('is sealed at once where a key is given, by several processes that begin together', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => open(KEY)));
    const ids = new Set(all.map(({ dataKeyId }) => dataKeyId));
    expect(ids.size).toBe(1);
    expect(all[0]?.dataKeyId).toMatch(/^[\w-]{8}$/);
  });

  test('stays open where none is given, and is opened by whoever gives none', async () => {
    expect((await open(null)).dataKeyId).toBeNull();
    await closeAll();
    expect((await open(null)).dataKeyId).toBeNull();
  });

  test('is not sealed under the hands of a process that goes by its being open', async () => {
    await open(null);
    await expect(open(KEY)).rejects.toEqual(withCode('data_key_unused'));
  });
});

describe('a ledger that has somebody', () => {
  test('is not begun with a key before it is sealed', async () => {
    await somebody(await open(null));
    await closeAll();
    await expect(open(KEY)).rejects.toMatchObject({
      code: 'data_key_unused',
      message: expect.stringContaining('rollcall data-key add'),
    });
  });

  test('once it is sealed is opened by its key alone', async () => {
    await somebody(await open(KEY));
    await closeAll();
    await expect(open(null)).rejects.toEqual(withCode('data_key_missing'));
    await expect(open(OTHER)).rejects.toEqual(withCode('data_key_wrong'));
    const { pool } = await open(KEY);
    expect(await readStories(pool, who('ada'))).toMatchObject([{ identifier: address('ada') }]);
  });

  test('refuses a value that was changed in it', async () => {
    const { pool } = await open(KEY);
    await somebody(ledgers[0] ?? (await open(KEY)));
    await pool.query("UPDATE invite SET identifier = left(identifier, -4) || 'AAAA'");
    await expect(pool.query('SELECT identifier FROM invite')).rejects.toEqual(
      withCode('value_damaged'),
    );
  });
});

describe('sealing a ledger', () => {
  test('is refused while anybody else is connected, and twice', async () => {
    const ledger = await open(null);
    await somebody(ledger);
    await expect(add(database.url)).rejects.toEqual(withCode('ledger_in_use'));
    await closeAll();
    expect(await add(database.url)).toBe(2);
    await expect(add(database.url)).rejects.toEqual(withCode('data_key_there'));
  });

  test('is noticed by a process that had no connection at the time, before it reads or writes', async () => {
    const { pool } = await open(null);
    // As a pool does by itself with connections that are idle for a while.
    const connections = await Promise.all([pool.connect(), pool.connect()]);
    for (const connection of connections) connection.release(true);
    expect(pool.totalCount).toBe(0);
    await add(database.url);
    await expect(pool.query('SELECT')).rejects.toEqual(withCode('data_key_changed'));
  });

  test('holds where there is no room to write the tables anew, and says how to have that done', async () => {
    const ledger = await open(null);
    await somebody(ledger);
    // Reckoned as a table is written anew, and only once the ledger is sealed does it fail.
    await ledger.pool.query(`
      CREATE FUNCTION full_disk(id bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
      BEGIN
        IF (SELECT data_key IS NOT NULL FROM rollcall.ledger) THEN RAISE 'no space left on device' USING ERRCODE = '53100'; END IF;
        RETURN id;
      END $$;
      CREATE INDEX full_disk ON invite (full_disk(id))`);
    await closeAll();
    await expect(add(database.url)).rejects.toEqual(withCode('tables_not_rewritten'));
    expect(await dumped(database.url, [MARK])).toEqual([]);
    expect((await open(KEY)).dataKeyId).not.toBeNull();
  });

  test('that is not there cannot be ended, and its key not be turned', async () => {
    const { pool } = await open(null);
    await expect(turnDataKey(pool, KEY, OTHER)).rejects.toEqual(withCode('data_key_none'));
    await closeAll();
    await expect(remove(database.url)).rejects.toEqual(withCode('data_key_none'));
  });
});

test('turning the key has the new one open the ledger, and leaves who works with it in peace', async () => {
  const { pool } = await open(KEY);
  await somebody(ledgers[0] ?? (await open(KEY)));
  await expect(turnDataKey(pool, OTHER, KEY)).rejects.toEqual(withCode('data_key_wrong'));
  await turnDataKey(pool, KEY, OTHER);
  expect(await readStories(pool, who('ada'))).toHaveLength(1);
  await expect(open(KEY)).rejects.toEqual(withCode('data_key_wrong'));
  const turned = await open(OTHER);
  expect(await readStories(turned.pool, who('ada'))).toHaveLength(1);
});

describe('a whole ledger', () => {
  /** The ledger, opened by `dataKey`, with what its sync needs. */
  async function bedIn(dataKey: Secret | null): Promise<SyncBed> {
    const { pool } = await open(dataKey);
    return await syncBedIn({ pool, databaseUrl: database.url, close: closeAll }, SAFEGUARDS);
  }

  test('is sealed and opened again: nothing can be read, whoever is known stays known, and whoever was forgotten forgotten', async () => {
    const begun = await bedIn(null);
    await live(begun);
    const told = await allThatIsTold(begun);
    await begun.close();
    const rows = await add(database.url);
    expect(await dumped(database.url, [MARK, '7700 900987'])).toEqual([]);

    const sealed = await bedIn(KEY);
    expect(await allThatIsTold(sealed)).toEqual(told);
    await goOn(sealed, ['barbara', 'eve']);
    const later = await allThatIsTold(sealed);
    await sealed.close();

    await expect(remove(database.url, OTHER)).rejects.toEqual(withCode('data_key_wrong'));
    expect(await remove(database.url)).toBeGreaterThanOrEqual(rows);
    const opened = await bedIn(null);
    expect(await allThatIsTold(opened)).toEqual(later);
    await goOn(opened, ['eve', 'barbara']);
  });

  /** The next night and the next roster: nobody is invited twice, and nobody who was forgotten. */
  async function goOn(bed: SyncBed, people: readonly string[]): Promise<void> {
    const { pool, clientId } = bed;
    await pool.query(
      "UPDATE sync_run SET state = 'rejected', ended_at = now() WHERE state = 'held'",
    );
    const before = await bed.invites();
    const night = await bed.run(csvOf(people.map((name) => staffOf(name))) + UNREAD, {
      leavers: 'report',
    });
    expect(night).toMatchObject({
      state: 'done',
      counts: { rows: 3, unchanged: 1, suppressed: 1, refused: 1, joiners: 0 },
      // The refused row is known by its digest, so that no batch is made for it.
      batchId: null,
    });
    await takeIn(pool, clientId, [rowOf(2, address('ada')), rowOf(3, address('barbara'))]);
    expect(await bed.invites()).toEqual(before);
    expect(await forgetPeople(pool, [who('linus')], false)).toMatchObject({ wasForgotten: true });
    expect(await readStories(pool, who('linus'))).toMatchObject([{ state: 'activated' }]);
  }
});
