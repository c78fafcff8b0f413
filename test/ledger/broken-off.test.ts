import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listBrokenOff } from '../../src/ledger/syncs/broken-off.js';
import { openSyncBed, type SyncBed } from '../jobs/sync/sync-bed.js';

let bed: SyncBed;
beforeEach(async () => {
  bed = await openSyncBed();
});
afterEach(() => bed.close());

interface Past {
  readonly state?: string;
  readonly code?: string | null;
  readonly trigger?: string;
  /** Seconds since it last said that its process is alive. */
  readonly silent?: number;
}

/** Runs of the sync, the oldest first. */
async function past(...runs: readonly Past[]): Promise<void> {
  for (const { state = 'failed', code = null, trigger = 'schedule', silent = 0 } of runs) {
    await bed.pool.query(
      `INSERT INTO sync_run (sync_id, trigger, state, code, seen_at, ended_at)
       VALUES ($1, $2, $3, $4, now() - $5 * interval '1 second', CASE WHEN $3 <> 'running' THEN now() END)`,
      [bed.syncId, trigger, state, code, silent],
    );
  }
}

const STOPPED: Past = { code: 'sync.stopped' };
const DONE: Past = { state: 'done' };

describe('a run that its process broke off', () => {
  test.each<[string, readonly Past[]]>([
    ['was told to end', [DONE, STOPPED]],
    ['was told to end while the export was fetched', [{ code: 'source.stopped' }]],
    ['was found dead', [{ code: 'sync.process_ended' }]],
    ['is silent for long', [{ state: 'running', silent: 60 }]],
    ['was broken off as it made up for another', [STOPPED, { ...STOPPED, trigger: 'catch-up' }]],
    [
      'is silent for long, and the third in a row, to be ended',
      [STOPPED, STOPPED, { state: 'running', silent: 60 }],
    ],
    ['had one skipped after it', [STOPPED, { state: 'skipped', code: 'sync.still_running' }]],
  ])('is made again where it %s', async (_, runs) => {
    await past(...runs);
    expect(await listBrokenOff(bed.pool)).toMatchObject([{ syncId: bed.syncId }]);
  });

  test.each<[string, readonly Past[]]>([
    ['there was none', []],
    ['it is going', [{ state: 'running', silent: 5 }]],
    ['it failed for a reason of its own', [{ code: 'source.not_found' }]],
    ['it was begun by hand', [{ ...STOPPED, trigger: 'hand' }]],
    ['another has come to its end since', [STOPPED, DONE]],
    ['it is the third in a row', [STOPPED, { code: 'sync.process_ended' }, STOPPED]],
  ])('is not made again where %s', async (_, runs) => {
    await past(...runs);
    expect(await listBrokenOff(bed.pool)).toEqual([]);
  });
});
