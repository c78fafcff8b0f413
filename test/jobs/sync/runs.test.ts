import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { beginRun } from '../../../src/ledger/syncs/runs.js';
import { RollcallError } from '../../../src/observe/rollcall-error.js';
import { csvOf, openSyncBed, type SyncBed, staff } from './sync-bed.js';

let bed: SyncBed;
beforeEach(async () => {
  bed = await openSyncBed();
});
afterEach(() => bed.close());

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

  test('when its process is told to stop', async () => {
    expect(await bed.run(staff(2), { signal: AbortSignal.abort() })).toMatchObject({
      state: 'failed',
      code: 'sync.stopped',
    });
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
