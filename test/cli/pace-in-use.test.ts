import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formatPaceInUse, readPaceInUse } from '../../src/cli/pace-in-use.js';
import { type ClientRecord, listClients } from '../../src/ledger/clients.js';
import { keepPace } from '../../src/ledger/learnt-pace.js';
import { seeWorker, WORKER_SILENT_MS } from '../../src/ledger/workers.js';
import { budgetOf } from '../../src/queue/budget.js';
import { type LedgerBed, openLedgerBed } from '../ledger/ledger-bed.js';
import { clientConfig, seed } from '../ledger/seed.js';

describe('what status says of the pace', () => {
  test('is nothing where all is used and nothing was refused', () => {
    const full = { uses: 95, of: 95, fixedBy: null };
    expect(formatPaceInUse({ ...full, refused: null })).toBeNull();
    expect(formatPaceInUse({ ...full, refused: { agoMs: 40_000, triesInMs: 0 } })).toBeNull();
  });

  test('is what is believed, and why', () => {
    const slower = { uses: 48, of: 95, fixedBy: null };
    expect(formatPaceInUse({ ...slower, refused: { agoMs: 40_000, triesInMs: 20_000 } })).toBe(
      'uses 48.0 of 95.0 calls/s: the server refused more 40 s ago; tries more in 20 s',
    );
    expect(formatPaceInUse({ ...slower, refused: { agoMs: 120_000, triesInMs: 0 } })).toBe(
      'uses 48.0 of 95.0 calls/s: the server refused more 2 min ago; is trying more',
    );
    const fixed = { uses: 0.0139, of: 0.0264, refused: null };
    expect(formatPaceInUse({ ...fixed, fixedBy: 'configuration' })).toBe(
      'uses 0.014 of 0.026 calls/s: the pace is fixed in the configuration',
    );
    expect(formatPaceInUse({ ...fixed, fixedBy: 'worker' })).toBe(
      'uses 0.014 of 0.026 calls/s: a running worker was told to (--pace)',
    );
  });
});

describe('the pace in use', () => {
  let bed: LedgerBed;
  beforeAll(async () => {
    bed = await openLedgerBed();
  });
  afterAll(() => bed.close());

  /** A client in the ledger, limited to 100 calls a second, and its configuration. */
  async function client(change: Parameters<typeof clientConfig>[0] = {}) {
    const { client: name } = await seed(bed.pool, 1);
    const known = (await listClients(bed.pool)).find((one) => one.name === name);
    if (known === undefined) throw new Error('Expected the client to be in the ledger');
    const record: ClientRecord = { ...known, calls: 100, perMs: 1_000, capacity: 0.95 };
    return { record, config: clientConfig({ name, clientId: randomUUID(), ...change }) };
  }

  /** A rate of 48 calls/s, found 40 seconds ago. */
  const found = () =>
    JSON.stringify({
      ...{ settled: 48, start: 48, refused: 50, row: 1, tries: 0, isWindow: false },
      at: Date.now() - 40_000,
    });

  test('is all that is allowed as long as nothing was refused', async () => {
    const { record, config } = await client();
    const inUse = await readPaceInUse(bed.pool, record, config);
    expect(inUse.uses).toBeCloseTo(95);
    expect(inUse).toMatchObject({ of: inUse.uses, fixedBy: null, refused: null });
  });

  test('is what was learnt, and tries more after so many calls', async () => {
    const { record, config } = await client();
    await keepPace(bed.pool, budgetOf(config.baseUrl, config.clientId), found());
    const inUse = await readPaceInUse(bed.pool, record, config);
    expect(inUse.uses).toBeCloseTo(48);
    expect(inUse.refused?.triesInMs).toBeCloseTo(36_000);
    expect(inUse.refused?.agoMs).toBeGreaterThanOrEqual(40_000);
  });

  test('goes by the calls that were made since', async () => {
    const { record, config } = await client();
    const { pool } = bed;
    await keepPace(pool, budgetOf(config.baseUrl, config.clientId), found());
    await pool.query(
      `INSERT INTO attempt (invite_id, client_id, kind, worker, started_at, ended_at, http_status, outcome)
       SELECT i.id, $1, 'pre-register', 'worker-1', now(), now(), 201, 'invited'
         FROM (SELECT id FROM invite WHERE client_id = $1) i, generate_series(1, 4000)`,
      [record.id],
    );
    const inUse = await readPaceInUse(pool, record, config);
    expect(inUse.uses).toBeCloseTo(95);
    expect(inUse.refused?.triesInMs).toBe(0);
  });

  test('is the fixed one, and never above what is allowed', async () => {
    const fixedAt = async (calls: number) => {
      const { record, config } = await client({ pace: { calls, perMs: 1_000 } });
      return await readPaceInUse(bed.pool, record, config);
    };
    const fixedBy = 'configuration';
    expect(await fixedAt(50)).toMatchObject({ uses: expect.closeTo(50), fixedBy });
    expect(await fixedAt(500)).toMatchObject({ uses: expect.closeTo(95), fixedBy });
  });

  test('is what a worker was told elsewhere, as long as it is alive', async () => {
    const { record, config } = await client({ pace: { calls: 80, perMs: 1_000 } });
    const { pool } = bed;
    const worker = randomUUID();
    await seeWorker(pool, worker, { [record.id]: { calls: 12, perMs: 1_000 } });
    const told = { uses: expect.closeTo(12), fixedBy: 'worker' };
    expect(await readPaceInUse(pool, record, config)).toMatchObject(told);
    const silentSince = [worker, WORKER_SILENT_MS + 1_000];
    await pool.query(
      "UPDATE worker SET seen_at = now() - $2 * interval '1 millisecond' WHERE id = $1",
      silentSince,
    );
    const configured = { uses: expect.closeTo(80), fixedBy: 'configuration' };
    expect(await readPaceInUse(pool, record, config)).toMatchObject(configured);
  });
});
