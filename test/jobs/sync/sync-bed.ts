import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { approveRun } from '../../../jobs/sync/approve-run.js';
import { runSync } from '../../../jobs/sync/run-sync.js';
import type { SyncContext } from '../../../jobs/sync/sync-context.js';
import type { Secret } from '../../../src/config/secret.js';
import { saveClient } from '../../../src/ledger/clients.js';
import { readChanges, type SyncChange } from '../../../src/ledger/syncs/plan.js';
import type { RunRequest, SyncRun } from '../../../src/ledger/syncs/runs.js';
import { saveSync } from '../../../src/ledger/syncs/syncs.js';
import { createLog } from '../../../src/observe/log.js';
import type { Safeguards } from '../../../src/sync/safeguards.js';
import type { Fetched } from '../../../src/sync/sources/source.js';
import { type LedgerBed, openLedgerBed } from '../../ledger/ledger-bed.js';
import { clientConfig } from '../../ledger/seed.js';

/** Somebody of an export, as HR writes them. */
export interface Staff {
  readonly number?: string;
  readonly email: string;
  readonly first?: string;
  readonly last?: string;
}

/** So many people with numbers and addresses. */
export function staff(count: number, first = 1): Staff[] {
  return Array.from({ length: count }, (_, n) => ({
    number: `N${first + n}`,
    email: `person${first + n}@example.com`,
  }));
}

export function csvOf(people: readonly Staff[]): string {
  const rows = people.map(({ number = '', email, first = 'Ada', last = 'Lovelace' }) =>
    [number, first, last, email].join(','),
  );
  return `${['Employee number,First name,Last name,Work email', ...rows].join('\n')}\n`;
}

/** Nothing is held, so that tests speak of the comparison alone. */
export const UNGUARDED: Safeguards = {
  leavers: { atLeast: 0, share: 1 },
  changes: { atLeast: 0, share: 1 },
  shrink: { atLeast: 0, share: 1 },
  grow: { atLeast: 1_000_000, share: 1 },
  refused: 1,
  sameColumns: false,
  sameEncoding: false,
  notOlder: false,
  firstRun: false,
  stale: null,
};

/** A sync of one client, whose exports a test hands in. */
export interface SyncBed {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly clientId: number;
  readonly syncId: number;
  /** What a run is given, changed by `change`. */
  context(csv: string | Buffer, change?: Partial<SyncContext>): SyncContext;
  /** A run by hand over people, or over the text of an export, to its end. */
  run(people: readonly Staff[] | string | Buffer, change?: Partial<SyncContext>): Promise<SyncRun>;
  begin(request: Partial<RunRequest>, context: SyncContext): Promise<SyncRun | null>;
  approve(runId: number, change?: Partial<SyncContext>): Promise<SyncRun>;
  changes(runId: number): Promise<SyncChange[]>;
  /** State and code of everybody's invite, by address. */
  invites(): Promise<Record<string, string>>;
  close(): Promise<void>;
}

export async function openSyncBed(
  safeguards: Safeguards = UNGUARDED,
  dataKey: Secret | null = null,
): Promise<SyncBed> {
  return await syncBedIn(await openLedgerBed(dataKey), safeguards);
}

/** The same in a ledger that may have the sync already. */
export async function syncBedIn(bed: LedgerBed, safeguards: Safeguards): Promise<SyncBed> {
  const { pool } = bed;
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-sync-'));
  const clientId = await saveClient(pool, clientConfig({ name: 'acme' }));
  const { id: syncId } = await saveSync(pool, { name: 'hr', clientId, settings: null });
  const context = (csv: string | Buffer, change: Partial<SyncContext> = {}): SyncContext => ({
    pool,
    sync: { id: syncId, name: 'hr' },
    client: { id: clientId, authType: 'email' },
    leavers: 'cancel',
    updatesUsers: false,
    log: createLog('silent'),
    roster: { authType: 'email' },
    safeguards,
    signal: new AbortController().signal,
    fetch: async () => fetched(directory, csv),
    ...change,
  });
  const begin = (request: Partial<RunRequest>, given: SyncContext) =>
    runSync({ trigger: 'hand', dueAt: null, whenHeld: 'wait', ...request }, given);
  return {
    ...{ pool, databaseUrl: bed.databaseUrl, clientId, syncId, context, begin },
    async run(people, change) {
      const csv = isText(people) ? people : csvOf(people);
      const run = await begin({}, context(csv, change));
      if (run === null) throw new Error('Expected a run by hand to begin');
      return run;
    },
    approve: (runId, change) => approveRun(runId, context('', change)),
    async changes(runId) {
      const changes: SyncChange[] = [];
      for await (const change of readChanges(pool, runId)) changes.push(change);
      return changes;
    },
    async invites() {
      const { rows } = await pool.query<{ identifier: string; state: string }>(
        `SELECT identifier, concat_ws(' ', state, code) AS state FROM invite WHERE client_id = $1`,
        [clientId],
      );
      return Object.fromEntries(rows.map(({ identifier, state }) => [identifier, state]));
    },
    async close() {
      await bed.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function fetched(directory: string, csv: string | Buffer): Fetched {
  const path = join(directory, 'export.csv');
  writeFileSync(path, csv);
  return {
    path,
    name: 'export.csv',
    bytes: Buffer.byteLength(csv),
    fingerprint: createHash('sha256').update(csv).digest('hex'),
    modifiedAt: null,
    settle: async () => undefined,
    discard: async () => undefined,
  };
}

function isText(people: readonly Staff[] | string | Buffer): people is string | Buffer {
  return typeof people === 'string' || Buffer.isBuffer(people);
}
