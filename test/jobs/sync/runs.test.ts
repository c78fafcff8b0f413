import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { planSync } from '../../../jobs/sync/plan-sync.js';
import { transaction } from '../../../src/ledger/statement.js';
import { savePlan } from '../../../src/ledger/syncs/plan.js';
import { beginRun, endRun, keepAlive, listRuns, seeRun } from '../../../src/ledger/syncs/runs.js';
import { RollcallError } from '../../../src/observe/rollcall-error.js';
import { until } from '../../support/until.js';
import { csvOf, openSyncBed, type SyncBed, staff, UNGUARDED } from './sync-bed.js';

let bed: SyncBed;
beforeEach(async () => {
  bed = await openSyncBed();
});
afterEach(() => bed.close());

/** Whether a statement waits for another. */
async function isWaiting(text: string): Promise<boolean> {
  const { rows } = await bed.pool.query(
    `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND strpos(query, $1) > 0`,
    [text],
  );
  return rows.length > 0;
}

const BY_HAND = { trigger: 'hand', dueAt: null, whenHeld: 'wait' } as const;

describe('of several processes', () => {
  test('that begin a run at once, one does, and the others are recorded as skipped', async () => {
    const runs = await Promise.all(
      Array.from({ length: 4 }, () => bed.begin({}, bed.context(csvOf(staff(50))))),
    );
    expect(runs.map((run) => run?.state).sort()).toEqual(['done', 'skipped', 'skipped', 'skipped']);
    expect(runs.find((run) => run?.state === 'skipped')?.code).toBe('sync.still_running');
    expect(Object.keys(await bed.invites())).toHaveLength(50);
  });

  test('one has a due time, also once its run has ended', async () => {
    const dueAt = new Date('2027-01-04T01:00:00Z');
    const due = { trigger: 'schedule', dueAt } as const;
    expect(await bed.begin(due, bed.context(csvOf(staff(1))))).toMatchObject({ state: 'done' });
    expect(await bed.begin(due, bed.context(csvOf(staff(2))))).toBeNull();
    const later = { trigger: 'schedule', dueAt: new Date('2027-01-05T01:00:00Z') } as const;
    expect(await bed.begin(later, bed.context(csvOf(staff(2))))).toMatchObject({ state: 'done' });
  });
});

describe('a run whose process is dead', () => {
  test('is ended by the next one, which makes up for it', async () => {
    const dead = await beginRun(bed.pool, bed.syncId, BY_HAND);
    if (dead.kind === 'handled') throw new Error('Expected a run');
    const next = await bed.run(staff(2), { silentMs: 0 });
    expect(next).toMatchObject({ state: 'done', counts: { joiners: 2 } });
    const { rows } = await bed.pool.query('SELECT state, code FROM sync_run WHERE id = $1', [
      dead.runId,
    ]);
    expect(rows).toEqual([{ state: 'failed', code: 'sync.process_ended' }]);
  });

  test('and comes back to life finds that it is not its own any more, and changes nothing', async () => {
    const run = await bed.run('', {
      fetch: async (signal) => {
        await bed.pool.query(
          "UPDATE sync_run SET state = 'failed', code = 'sync.process_ended', ended_at = now()",
        );
        return await bed.context(csvOf(staff(2))).fetch(signal);
      },
    });
    expect(run).toMatchObject({ state: 'failed', code: 'sync.process_ended' });
    expect(await bed.invites()).toEqual({});
  });
});

describe('a run that is made up for', () => {
  const again = (takesUp: number) =>
    bed.begin(
      { trigger: 'catch-up', dueAt: new Date('2027-01-04T01:00:00Z'), takesUp },
      bed.context(csvOf(staff(2))),
    );
  const begin = async () => {
    const begun = await beginRun(bed.pool, bed.syncId, BY_HAND);
    if (begun.kind !== 'begun') throw new Error('Expected a run');
    return begun.runId;
  };
  const breakOff = async (code = 'sync.process_ended') => {
    const runId = await begin();
    await bed.pool.query(
      "UPDATE sync_run SET state = 'failed', code = $2, ended_at = now() WHERE id = $1",
      [runId, code],
    );
    return runId;
  };

  test('is one that broke off', async () => {
    expect(await again(await breakOff())).toMatchObject({ state: 'done', trigger: 'catch-up' });
  });

  test('is none that goes on after all, and none that another has come after', async () => {
    const runId = await begin();
    expect(await again(runId)).toBeNull();
    await endRun(bed.pool, runId, 'failed', { code: 'sync.stopped', message: 'Stopped.' });
    await bed.run(staff(1));
    expect(await again(runId)).toBeNull();
    expect(await listRuns(bed.pool, bed.syncId, 9)).toHaveLength(2);
  });

  test('is not the third in a row: that one is ended, to be told of', async () => {
    await breakOff();
    await breakOff('sync.stopped');
    const runId = await begin();
    await bed.pool.query("UPDATE sync_run SET seen_at = now() - interval '1 minute'");
    expect(await again(runId)).toMatchObject({ id: runId, state: 'failed' });
    expect(await listRuns(bed.pool, bed.syncId, 9)).toHaveLength(3);
  });
});

describe('a run that is at work', () => {
  test('counts as alive during a long transaction, and nobody ends it meanwhile', async () => {
    const begun = await beginRun(bed.pool, bed.syncId, BY_HAND);
    if (begun.kind !== 'begun') throw new Error('Expected a run');
    await bed.pool.query("UPDATE sync_run SET seen_at = now() - interval '1 minute'");
    const other = await transaction(bed.pool, async (connection) => {
      await seeRun(connection, begun.runId);
      const second = beginRun(bed.pool, bed.syncId, BY_HAND);
      await until('the other waits', () => isWaiting('process_ended'));
      await keepAlive(bed.pool, begun.runId);
      return { second };
    });
    expect(await other.second).toMatchObject({ kind: 'skipped' });
    await expect(seeRun(bed.pool, begun.runId)).resolves.toBeUndefined();
  });

  test('keeps no other sync from comparing', async () => {
    const run = await transaction(bed.pool, async (connection) => {
      await connection.query('LOCK TABLE sync_change IN SHARE MODE');
      const going = bed.run(staff(2));
      await until('its changes are written down', () => isWaiting('Writes down everybody'));
      const { rows } = await bed.pool.query(
        "SELECT mode FROM pg_locks WHERE relation = 'sync_row'::regclass AND mode = 'ShareUpdateExclusiveLock'",
      );
      expect(rows).toEqual([]);
      return { going };
    });
    expect(await run.going).toMatchObject({ state: 'done' });
  });

  test('and was ended meanwhile keeps no plan', async () => {
    const begun = await beginRun(bed.pool, bed.syncId, BY_HAND);
    if (begun.kind !== 'begun') throw new Error('Expected a run');
    await endRun(bed.pool, begun.runId, 'failed');
    const { counts } = await bed.run(staff(1));
    if (counts === null) throw new Error('Expected counts');
    const settings = { leavers: 'cancel', updatesUsers: true } as const;
    await expect(savePlan(bed.pool, begun.runId, counts, [], settings)).rejects.toMatchObject({
      code: 'sync.run_lost',
    });
  });
});

describe('a run ends as failed', () => {
  test('with the code of the source where there is no export', async () => {
    const fetch = () =>
      Promise.reject(new RollcallError('source.not_found', 'There is no export.'));
    expect(await bed.run('', { fetch })).toMatchObject({
      state: 'failed',
      step: 'fetch',
      code: 'source.not_found',
      message: 'There is no export.',
    });
  });

  test.each([
    ['there is nothing in the file', '', 'roster.empty'],
    ['no column has the addresses', 'Name,Place\nAda,Berlin\n', 'roster.identity_column_missing'],
    ['a quote is never closed', `${csvOf(staff(3))}N9,"Ada,Lovelace,ada@example.com\n`, null],
  ])('with nothing changed where %s', async (_, csv, code) => {
    await bed.run(staff(2));
    const run = await bed.run(csv);
    expect(run.state).toBe('failed');
    if (code !== null) expect(run.code).toBe(code);
    expect(Object.values(await bed.invites())).toEqual(['pending', 'pending']);
  });

  test('without the words of an error that may quote data', async () => {
    await bed.pool.query("ALTER TABLE invite ADD CHECK (identifier <> 'person1@example.com')");
    const run = await bed.run(staff(1));
    expect(run).toMatchObject({ state: 'failed', code: 'sync.broke_off' });
    expect(run.message).not.toContain('person1');
  });

  test('when its process is told to stop while people are taken in, and goes on with the next', async () => {
    const stop = new AbortController();
    const run = await transaction(bed.pool, async (connection) => {
      await connection.query('LOCK TABLE batch IN SHARE MODE');
      const going = bed.run(staff(2), { signal: stop.signal });
      await until('its people are to go into a batch', () => isWaiting('INSERT INTO batch'));
      stop.abort();
      return { going };
    });
    expect(await run.going).toMatchObject({ state: 'failed', code: 'sync.stopped' });
    expect(await bed.run(staff(2))).toMatchObject({ state: 'done' });
    expect(Object.values(await bed.invites())).toEqual(['pending', 'pending']);
  });

  test('when its process is told to stop', async () => {
    expect(await bed.run(staff(2), { signal: AbortSignal.abort() })).toMatchObject({
      state: 'failed',
      code: 'sync.stopped',
    });
  });
});

describe('without a new export', () => {
  const nothing = () => Promise.reject(new RollcallError('source.nothing_new', 'There is none.'));

  test('a run has nothing to do, and a plan says so', async () => {
    expect(await bed.run('', { fetch: nothing })).toMatchObject({ state: 'unchanged', code: null });
    expect(await planSync(bed.context('', { fetch: nothing }), 1)).toBeNull();
  });

  test('a run says after a while that none comes any more', async () => {
    const csv = csvOf(staff(1));
    const safeguards = { ...UNGUARDED, stale: 3 * 86_400_000 };
    await bed.run(csv);
    expect(await bed.run(csv, { safeguards })).toMatchObject({ state: 'unchanged', code: null });
    await bed.pool.query("UPDATE sync_run SET ended_at = now() - interval '100 hours'");
    expect(await bed.run(csv, { safeguards })).toMatchObject({
      state: 'unchanged',
      code: 'sync.stale',
      message: expect.stringContaining('4 days ago'),
    });
    expect(await bed.run(csv)).toMatchObject({ state: 'unchanged', code: null });
  });
});

describe('an export', () => {
  test('is put away only once its run is done', async () => {
    const put: string[] = [];
    const fetchFrom = (csv: string) => async (signal: AbortSignal) => ({
      ...(await bed.context(csv).fetch(signal)),
      settle: async () => {
        put.push('settled');
      },
      discard: async () => {
        put.push('discarded');
      },
    });
    await bed.run('', { fetch: fetchFrom(csvOf(staff(1))) });
    expect(put.splice(0)).toEqual(['settled', 'discarded']);
    await bed.run('', { fetch: fetchFrom('') });
    expect(put).toEqual(['discarded']);
  });

  test('leaves no copy behind where a plan cannot reach the ledger', async () => {
    const pool = new pg.Pool({ host: '127.0.0.1', port: 1 });
    let isDiscarded = false;
    const fetch = async (signal: AbortSignal) => ({
      ...(await bed.context(csvOf(staff(1))).fetch(signal)),
      discard: async () => {
        isDiscarded = true;
      },
    });
    await expect(planSync(bed.context('', { pool, fetch }), 1)).rejects.toThrow();
    expect(isDiscarded).toBe(true);
    await pool.end();
  });

  test('is made up for at the next run where a call was under way, though it has not changed', async () => {
    await bed.run(staff(2));
    for (const state of ['queued', 'sending'])
      await bed.pool.query("UPDATE invite SET state = $1 WHERE identifier LIKE 'person2@%'", [
        state,
      ]);
    expect(await bed.run(staff(1))).toMatchObject({ state: 'done', leftOver: 1 });
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'sending' });
    await bed.pool.query("UPDATE invite SET state = 'invited' WHERE state = 'sending'");
    expect(await bed.run(staff(1))).toMatchObject({ state: 'done', leftOver: 0 });
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'cancelled left' });
    expect(await bed.run(staff(1))).toMatchObject({ state: 'unchanged' });
  });
});
