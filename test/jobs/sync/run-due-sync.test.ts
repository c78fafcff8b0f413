import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runDueSync } from '../../../jobs/sync/run-due-sync.js';
import type { SyncWorld } from '../../../jobs/sync/sync-world.js';
import { listBrokenOff } from '../../../src/ledger/syncs/broken-off.js';
import { beginRun, endRun, listRuns } from '../../../src/ledger/syncs/runs.js';
import type { Log } from '../../../src/observe/log.js';
import { RollcallError } from '../../../src/observe/rollcall-error.js';
import { syncSettings } from '../../../src/sync/settings.js';
import { clientConfig } from '../../ledger/seed.js';
import { type LiteralServer, literalServer } from '../../next-identity/literal-server.js';
import { openSyncBed, type SyncBed } from './sync-bed.js';

let bed: SyncBed;
let chat: LiteralServer;
let logged: string[];
beforeEach(async () => {
  bed = await openSyncBed();
  chat = await literalServer({ status: 200, body: 'ok' });
  logged = [];
});
afterEach(async () => {
  await chat.close();
  await bed.close();
});

/** A sync whose export is not there, and of whose trouble a chat is told. */
function world(): SyncWorld {
  const settings = syncSettings.parse({
    source: { kind: 'file', path: join(tmpdir(), 'there-is-no-such-export.csv') },
    cron: '0 2 * * *',
    timeZone: 'Europe/Berlin',
    notify: [{ kind: 'chat', url: chat.baseUrl }],
  });
  const at = (level: string) => (_facts: object, message: string) => {
    logged.push(`${level}: ${message}`);
  };
  return {
    pool: bed.pool,
    clients: [clientConfig({ name: 'acme' })],
    configured: [{ name: 'hr', settings: { ...settings, client: 'acme' } }],
    spoolDirectory: join(tmpdir(), 'rollcall-no-spool'),
    resolveSecret: () => {
      throw new RollcallError('secret_missing', 'There is none.');
    },
    log: {
      ...{ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    } as unknown as Log,
  };
}

const told = () => chat.received.map(({ body }) => JSON.parse(body).text.split('\n')[0]);
const asked = (job: object) =>
  runDueSync({ syncId: bed.syncId, ...job }, world(), new AbortController().signal);

describe('somebody is told', () => {
  test('of a run that was due while another still went on', async () => {
    await beginRun(bed.pool, bed.syncId, { trigger: 'hand', dueAt: null, whenHeld: 'wait' });
    await asked({ dueMs: Date.now() });
    expect(told()).toEqual(['Rollcall sync hr: skipped, another run was under way']);
  });

  test('of the third run in a row that its process broke off, once it is given up', async () => {
    for (const silent of [90, 60, 30])
      await bed.pool.query(
        `INSERT INTO sync_run (sync_id, trigger, state, code, seen_at, ended_at)
         VALUES ($1, 'schedule', $2, $3, now() - $4 * interval '1 second', $5)`,
        silent === 30
          ? [bed.syncId, 'running', null, silent, null]
          : [bed.syncId, 'failed', 'sync.process_ended', silent, new Date()],
      );
    const [last] = await listBrokenOff(bed.pool);
    await asked({ brokenOff: last?.runId });
    expect(told()).toEqual(['Rollcall sync hr: FAILED, sync.process_ended']);
    expect(await listRuns(bed.pool, bed.syncId, 9)).toHaveLength(3);
    expect(await listBrokenOff(bed.pool)).toEqual([]);
  });

  test('of a run whose process ended before it came to that, and once only', async () => {
    const dueAt = new Date();
    const request = { trigger: 'schedule', dueAt, whenHeld: 'wait' } as const;
    const begun = await beginRun(bed.pool, bed.syncId, request);
    const job = { dueMs: dueAt.getTime() };
    await asked(job);
    expect(told()).toEqual([]);
    if (begun.kind !== 'begun') throw new Error('Expected a run');
    await endRun(bed.pool, begun.runId, 'failed', { code: 'source.not_found', message: 'None.' });
    for (let time = 0; time < 2; time += 1) await asked(job);
    expect(told()).toEqual(['Rollcall sync hr: FAILED, source.not_found']);
    expect(await listRuns(bed.pool, bed.syncId, 9)).toHaveLength(1);
  });

  test('of a run that made up for another, likewise', async () => {
    const due = { dueAt: new Date(), whenHeld: 'wait' } as const;
    const first = await beginRun(bed.pool, bed.syncId, { ...due, trigger: 'schedule' });
    if (first.kind !== 'begun') throw new Error('Expected a run');
    await bed.pool.query("UPDATE sync_run SET seen_at = now() - interval '1 minute'");
    const again = {
      ...due,
      dueAt: new Date(Date.now() + 1),
      trigger: 'catch-up',
      takesUp: first.runId,
    } as const;
    const second = await beginRun(bed.pool, bed.syncId, again);
    if (second.kind !== 'begun') throw new Error('Expected a run');
    await endRun(bed.pool, second.runId, 'failed', { code: 'source.not_found', message: 'None.' });
    for (let time = 0; time < 2; time += 1) await asked({ brokenOff: first.runId });
    expect(told()).toEqual(['Rollcall sync hr: FAILED, source.not_found']);
  });

  test('of a run that fails, which the log has once', async () => {
    await asked({ dueMs: Date.now() });
    expect(told()).toEqual(['Rollcall sync hr: FAILED, source.not_found']);
    expect(logged).toEqual(['error: a run of a sync has failed']);
  });
});

test('a run by hand leaves what it says in its report out of the log', async () => {
  const run = await bed.run('', {
    log: world().log,
    fetch: () => Promise.reject(new RollcallError('source.not_found', 'There is no export.')),
  });
  expect(run).toMatchObject({ state: 'failed', code: 'source.not_found' });
  expect(logged).toEqual([]);
});
