import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWorkers } from '../../../jobs/start-workers.js';
import { approveRun, rejectRun } from '../../../jobs/sync/approve-run.js';
import { runSync } from '../../../jobs/sync/run-sync.js';
import type { SyncContext } from '../../../jobs/sync/sync-context.js';
import { PACKAGE_ROOT } from '../../../src/config/package-root.js';
import { Secret } from '../../../src/config/secret.js';
import { markActivated } from '../../../src/ledger/activation.js';
import { saveClient } from '../../../src/ledger/clients.js';
import type { SyncRun } from '../../../src/ledger/syncs/runs.js';
import { saveSync } from '../../../src/ledger/syncs/syncs.js';
import { createLog } from '../../../src/observe/log.js';
import { SweepQueue } from '../../../src/queue/sweep-queue.js';
import { ManualClock, type Sandbox, startSandbox } from '../../../src/sandbox/index.js';
import { DEFAULT_SAFEGUARDS } from '../../../src/sync/safeguards.js';
import { fetchSource } from '../../../src/sync/sources/fetch-source.js';
import { sourceSettings } from '../../../src/sync/sources/settings.js';
import { clientConfig } from '../../ledger/seed.js';
import { type EngineKind, openTestBed } from '../../support/engines.js';
import { until } from '../../support/until.js';

/** What HR's server gives out; null: it cuts the connection. */
export type Served = string | Buffer | null;

/** A company with an HR system, whose every clock is driven. */
export interface Quarter {
  readonly sandbox: Sandbox;
  /** Moves all clocks on to the night, counted from 0. */
  turnTo(night: number): Promise<void>;
  /** What HR's server gives out from now on. */
  serve(what: Served): void;
  /** The run of the night, to its end; `silentMs` as in `SyncContext`. */
  run(silentMs?: number): Promise<SyncRun>;
  /** Begins a run in a process of its own and kills that in the middle of carrying the plan out. */
  runAndKill(): Promise<void>;
  approve(run: SyncRun): Promise<SyncRun>;
  reject(run: SyncRun): Promise<SyncRun>;
  /** Waits until workers have called everybody who is to be called. */
  settle(): Promise<void>;
  activate(emails: readonly string[]): Promise<void>;
  /** State, code and last name of every invite, by address. */
  invites(): Promise<Map<string, { state: string; last: string }>>;
  /** Address and presence of everybody whom the sync knows, by number. */
  people(): Promise<Map<string, { email: string; isHere: boolean }>>;
  close(): Promise<void>;
}

/** Two in the morning in Berlin. */
const FIRST_NIGHT = Date.UTC(2027, 0, 4, 1);
const NIGHT_MS = 24 * 3_600_000;

export async function openQuarter(kind: EngineKind): Promise<Quarter> {
  const clock = new ManualClock(FIRST_NIGHT);
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-quarter-'));
  const bed = await openTestBed(kind);
  const { ledger, engine } = bed;
  const { pool } = ledger;
  const sandbox = await startSandbox({ clock, mailboxSize: 1 });
  const server = await startServer();
  const client = clientConfig({
    baseUrl: sandbox.url,
    clientId: 'sandbox',
    clientSecret: new Secret('sandbox-secret'),
    directAccess: {
      clientId: 'sandbox-direct',
      clientSecret: new Secret('sandbox-direct-secret'),
    },
    limit: { calls: 2_000, perMs: 1_000, burst: 50 },
  });
  const clientId = await saveClient(pool, client);
  const { id: syncId } = await saveSync(pool, { name: 'hr', clientId, settings: null });
  const log = createLog('silent');
  const shared = { ledger, engine, clients: [client], log };
  const workers = await startWorkers({ ...shared, concurrency: 20, window: 1_000 });
  const sweeps = new SweepQueue(engine);
  const source = sourceSettings.parse({ kind: 'https', url: server.url });
  const spoolDirectory = join(directory, 'spool');
  const { signal } = new AbortController();
  const context: SyncContext = {
    ...{ pool, log, signal, roster: { authType: 'email' }, safeguards: DEFAULT_SAFEGUARDS },
    sync: { id: syncId, name: 'hr' },
    client: { id: clientId, authType: 'email' },
    ...{ leavers: 'cancel', updatesUsers: true },
    fetch: () =>
      fetchSource(source, {
        ...{ signal, spoolDirectory, now: () => new Date(clock.now()) },
        resolveSecret: () => new Secret('none'),
        pause: async () => undefined,
      }),
  };

  return {
    sandbox,
    serve: server.serve,
    async turnTo(night) {
      clock.advance(FIRST_NIGHT + night * NIGHT_MS - clock.now());
      const ahead = 'clock_ahead = to_timestamp($1::float8 / 1000) - clock_timestamp()';
      await pool.query(`UPDATE ledger SET ${ahead}`, [clock.now()]);
    },
    async run(silentMs) {
      const request = { trigger: 'hand', dueAt: null, whenHeld: 'wait' } as const;
      const run = await runSync(request, { ...context, silentMs });
      if (run === null) throw new Error('Expected a run by hand to begin');
      return run;
    },
    async runAndKill() {
      const holder = await pool.connect();
      await holder.query('BEGIN; LOCK TABLE roster_row IN ACCESS EXCLUSIVE MODE');
      const given = { databaseUrl: bed.databaseUrl, syncId, clientId, source, spoolDirectory };
      const script = join(PACKAGE_ROOT, 'test/e2e/quarter/run-once.mjs');
      const child = spawn(process.execPath, [script, JSON.stringify(given)], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      await until('the run waits in the middle', async () => {
        const { rowCount } = await pool.query(
          `SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
            WHERE c.relname = 'roster_row' AND NOT l.granted`,
        );
        return rowCount === 1;
      });
      child.kill('SIGKILL');
      await ended;
      await holder.query('ROLLBACK');
      holder.release();
    },
    approve: ({ id }) => approveRun(id, context),
    reject: ({ id }) => rejectRun(id, context),
    async settle() {
      await until(
        'everybody has been called',
        async () => {
          await sweeps.soon();
          const { rows } = await pool.query<{ isBusy: boolean }>(
            `SELECT EXISTS (SELECT FROM invite
                             WHERE state IN ('pending', 'queued', 'sending', 'unknown') OR by_hand_at IS NOT NULL)
                 OR EXISTS (SELECT FROM attempt WHERE ended_at IS NULL)
                 OR EXISTS (SELECT FROM user_update) AS "isBusy"`,
          );
          return rows[0]?.isBusy === false;
        },
        240_000,
      );
    },
    async activate(emails) {
      if (emails.length === 0) return;
      sandbox.activate({ identifiers: [...emails] });
      const reports = emails.map((identifier) => ({ identifier }));
      await markActivated(pool, clientId, 'list', reports);
    },
    async invites() {
      const { rows } = await pool.query<{ identifier: string; state: string; last: string }>(
        `SELECT identifier, concat_ws(' ', state, code) AS state, profile->>'lastName' AS last FROM invite`,
      );
      return new Map(rows.map(({ identifier, state, last }) => [identifier, { state, last }]));
    },
    async people() {
      const { rows } = await pool.query<{ number: string; email: string; isHere: boolean }>(
        `SELECT employee_number AS number, identifier AS email, left_at IS NULL AS "isHere" FROM sync_person`,
      );
      return new Map(rows.map(({ number, email, isHere }) => [number, { email, isHere }]));
    },
    async close() {
      await workers.close();
      await sweeps.close();
      await sandbox.close();
      await server.close();
      await bed.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** HR's server. */
async function startServer() {
  let served: Served = '';
  const server = createServer((request, response) => {
    if (served === null) request.socket.destroy();
    else response.setHeader('content-length', Buffer.byteLength(served)).end(served);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/export.csv`,
    serve: (what: Served) => {
      served = what;
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
