import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { type SyncWorkers, startSyncs } from '../../../jobs/sync/start-syncs.js';
import type { SyncWorld } from '../../../jobs/sync/sync-world.js';
import type { SyncConfig } from '../../../src/config/sync-config.js';
import { listRuns, type SyncRun } from '../../../src/ledger/syncs/runs.js';
import { findSync, saveSyncDue, setSyncPaused } from '../../../src/ledger/syncs/syncs.js';
import { createLog } from '../../../src/observe/log.js';
import { RollcallError } from '../../../src/observe/rollcall-error.js';
import { type Engine, openEngine } from '../../../src/queue/engine.js';
import { syncSettings } from '../../../src/sync/settings.js';
import { clientConfig } from '../../ledger/seed.js';
import { ENGINES, openTestBed, redisUrlFor, type TestBed } from '../../support/engines.js';
import { until } from '../../support/until.js';
import { csvOf, staff, UNGUARDED } from './sync-bed.js';

/** An HR system on loopback, whose export is there at once, or when a test lets it through. */
class HrSystem {
  readonly #server: Server;
  readonly #waiting: ServerResponse[] = [];
  isSlow = false;
  exports = 0;

  constructor() {
    this.#server = createServer((_request, response) => {
      this.exports += 1;
      if (this.isSlow) this.#waiting.push(response);
      else this.#answer(response);
    });
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('Expected a port');
    return `http://127.0.0.1:${address.port}/staff.csv`;
  }

  /** Lets those through who wait. */
  release(): void {
    this.isSlow = false;
    for (const response of this.#waiting.splice(0)) this.#answer(response);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(response: ServerResponse): void {
    response.end(csvOf(staff(3)));
  }
}

/** Winter time, in the middle of the day: the clock of the ledger begins here. */
const NOON = new Date('2026-11-24T11:00:00Z');
const HOUR_MS = 3_600_000;
/** When `0 2 * * *` in Berlin is due first, and a day later. */
const FIRST_DUE = new Date('2026-11-25T01:00:00Z');
const DAY_MS = 24 * HOUR_MS;

describe.each(ENGINES)('syncs by their schedule, on %s', (kind) => {
  let bed: TestBed;
  let hr: HrSystem;
  let sync: SyncConfig;
  let spool: string;
  const closing: (() => unknown)[] = [];

  beforeEach(async () => {
    bed = await openTestBed(kind);
    hr = new HrSystem();
    spool = mkdtempSync(join(tmpdir(), 'rollcall-spool-'));
    const url = await hr.listen();
    const settings = syncSettings.parse({
      source: { kind: 'https', url },
      cron: '0 2 * * *',
      timeZone: 'Europe/Berlin',
      safeguards: UNGUARDED,
    });
    sync = { name: 'hr', settings: { ...settings, client: 'acme' } };
    await setClock(NOON);
  });

  afterEach(async () => {
    hr.release();
    for (const close of closing.splice(0).reverse()) await close();
    hr.close();
    rmSync(spool, { recursive: true, force: true });
    await bed.close();
  });

  async function setClock(at: Date): Promise<void> {
    const ahead = 'clock_ahead = $1::timestamptz - clock_timestamp()';
    await bed.ledger.pool.query(`UPDATE ledger SET ${ahead}`, [at]);
  }

  /** A process of its own, as far as the queue is concerned. */
  async function startProcess(clients = [clientConfig({ name: 'acme' })]): Promise<SyncWorkers> {
    const engine: Engine = await openEngine(bed.ledger, redisUrlFor(kind));
    closing.push(() => engine.close());
    const world: SyncWorld = {
      pool: bed.ledger.pool,
      clients,
      configured: [sync],
      spoolDirectory: spool,
      resolveSecret: () => {
        throw new RollcallError('secret_missing', 'There is none.');
      },
      log: createLog('silent'),
    };
    const workers = await startSyncs(engine, world, () => undefined);
    closing.push(() => workers.close());
    return workers;
  }

  const runs = async (): Promise<SyncRun[]> => {
    const record = await findSync(bed.ledger.pool, 'hr');
    return record === null ? [] : await listRuns(bed.ledger.pool, record.id, 20);
  };

  /** Runs that have ended, the latest first, once there are so many. */
  const ended = (count: number) =>
    until(`${count} runs have ended`, async () => {
      const all = await runs();
      return all.length >= count && all.every(({ endedAt }) => endedAt !== null) && all;
    });

  const known = () => until('the sync is known', () => findSync(bed.ledger.pool, 'hr'));

  test('run when they are due, and not before', async () => {
    await startProcess();
    const { lastDueAt } = await known();
    expect(lastDueAt?.toISOString().slice(0, 13)).toBe('2026-11-24T11');
    await setClock(new Date(FIRST_DUE.getTime() + 1_000));
    const [run, ...others] = await ended(1);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ trigger: 'schedule', state: 'done', dueAt: FIRST_DUE });
    expect(run?.counts).toMatchObject({ joiners: 3 });
    await setClock(new Date(FIRST_DUE.getTime() + DAY_MS));
    expect(await ended(2)).toMatchObject([{ state: 'unchanged', trigger: 'schedule' }, {}]);
  });

  test('that were missed for days are made up for once, by one of two processes', async () => {
    const first = await startProcess();
    await known();
    await first.close();
    await setClock(new Date(FIRST_DUE.getTime() + 9 * DAY_MS + 6 * HOUR_MS));
    await Promise.all([startProcess(), startProcess()]);
    const [run, ...others] = await ended(1);
    expect(others).toEqual([]);
    const dueAt = new Date(FIRST_DUE.getTime() + 9 * DAY_MS);
    expect(run).toMatchObject({ trigger: 'catch-up', state: 'done', dueAt });
    expect(hr.exports).toBe(1);
  });

  test('are left out, and that is recorded, while the run before is still going', async () => {
    hr.isSlow = true;
    await startProcess();
    await known();
    await setClock(FIRST_DUE);
    await until('the export is asked for', () => hr.exports === 1);
    await setClock(new Date(FIRST_DUE.getTime() + DAY_MS));
    const skipped = await until('a run is skipped', async () =>
      (await runs()).find(({ state }) => state === 'skipped'),
    );
    expect(skipped).toMatchObject({ code: 'sync.still_running' });
    hr.release();
    expect((await ended(2)).map(({ state }) => state)).toEqual(['skipped', 'done']);
    expect(hr.exports).toBe(1);
  });

  test('are made again where their process was told to end, by the next one', async () => {
    hr.isSlow = true;
    const first = await startProcess();
    await known();
    await setClock(FIRST_DUE);
    await until('the export is asked for', () => hr.exports === 1);
    await first.close();
    expect(await runs()).toMatchObject([{ state: 'failed', code: 'source.stopped' }]);
    hr.release();
    await startProcess();
    expect(await ended(2)).toMatchObject([
      { state: 'done', trigger: 'catch-up' },
      { state: 'failed' },
    ]);
  });

  test('rest while they are paused', async () => {
    await startProcess();
    const { id } = await known();
    const { pool } = bed.ledger;
    await setSyncPaused(pool, id, true);
    await setClock(FIRST_DUE);
    await saveSyncDue(pool, id, FIRST_DUE);
    await setSyncPaused(pool, id, false);
    await setClock(new Date(FIRST_DUE.getTime() + DAY_MS));
    const [run, ...others] = await ended(1);
    expect(others).toEqual([]);
    expect(run?.dueAt).toEqual(new Date(FIRST_DUE.getTime() + DAY_MS));
  });

  test('are run by the processes that work for their client', async () => {
    const other = clientConfig({ name: 'other' });
    await startProcess([other]);
    await startProcess();
    await known();
    await setClock(FIRST_DUE);
    expect(await ended(1)).toMatchObject([{ state: 'done' }]);
  });
});

describe('a schedule on Redis', () => {
  test('is set up anew after a flush', async () => {
    const bed = await openTestBed('redis');
    const redis = new Redis(redisUrlFor('redis') ?? '');
    const keys = () => redis.keys(`{rollcall-${bed.ledger.id}}*sync-clock*`);
    const world = {
      pool: bed.ledger.pool,
      clients: [clientConfig({ name: 'acme' })],
      configured: [],
      spoolDirectory: '',
      resolveSecret: () => {
        throw new Error('Expected no secret');
      },
      log: createLog('silent'),
    };
    const workers = await startSyncs(bed.engine, world, () => undefined);
    try {
      await redis.del(...(await redis.keys(`{rollcall-${bed.ledger.id}}*`)));
      await workers.ensureScheduled();
      expect((await keys()).some((key) => key.includes(':repeat'))).toBe(true);
    } finally {
      await workers.close();
      redis.disconnect();
      await bed.close();
    }
  });
});
