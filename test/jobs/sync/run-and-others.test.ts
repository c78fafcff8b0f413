import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { beginRun } from '../../../src/ledger/syncs/runs.js';
import { saveOpened, stageRows } from '../../../src/ledger/syncs/staged-rows.js';
import { until } from '../../support/until.js';
import { openSyncBed, type Staff, type SyncBed, staff } from './sync-bed.js';

const BY_HAND = { trigger: 'hand', dueAt: null, whenHeld: 'wait' } as const;
const LOOK = { columns: ['Work email'], delimiter: ',', encoding: 'utf-8', bom: false };
const row = (line: number) => {
  const unread = { person: null, problems: [], identifier: null, employeeNumber: null };
  return { line, cells: ['ada'], ...unread };
};

let bed: SyncBed;
beforeEach(async () => {
  bed = await openSyncBed();
});
afterEach(() => bed.close());

/** How many sessions wait for a lock of this type. */
const waiting = async (type: 'advisory' | 'transactionid') => {
  const { rowCount } = await bed.pool.query(
    'SELECT FROM pg_locks WHERE NOT granted AND locktype = $1',
    [type],
  );
  return rowCount;
};

describe('while a run writes', () => {
  test.each([
    ['rows of its export', 'sync_row'],
    ['people into its batch', 'roster_row'],
  ])('%s, it cannot be ended and another one begun', async (_, table) => {
    await bed.pool.query(`
      CREATE FUNCTION wait_there() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END';
      CREATE TRIGGER waits BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION wait_there()`);
    const holder = await bed.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT pg_advisory_xact_lock(1)');
    const running = bed.run(staff(2));
    try {
      await until('the run waits', async () => (await waiting('advisory')) === 1);
      await expect(
        bed.pool.query("SELECT FROM sync_run WHERE state = 'running' FOR UPDATE NOWAIT"),
      ).rejects.toMatchObject({ code: '55P03' });
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
      await running;
    }
    expect(await running).toMatchObject({ state: 'done' });
  });
});

describe('rows of an export', () => {
  test('are not kept where the run was ended meanwhile and another one has begun', async () => {
    const begun = await beginRun(bed.pool, bed.syncId, BY_HAND);
    if (begun.kind === 'handled') throw new Error('Expected a run');
    await saveOpened(bed.pool, begun.runId, LOOK);
    await stageRows(bed.pool, begun.runId, [row(2)]);
    await beginRun(bed.pool, bed.syncId, BY_HAND, 0);
    await stageRows(bed.pool, begun.runId, [row(3)]);
    await saveOpened(bed.pool, begun.runId, LOOK);
    await stageRows(bed.pool, begun.runId, [row(4)]);
    expect((await bed.pool.query('SELECT FROM sync_row')).rowCount).toBe(0);
  });
});

describe('several people are locked in the order of their ids', () => {
  /** Has a run wait for the first of these invites, and tells that it does not hold the last. */
  async function expectOrder(first: string, last: string, people: readonly Staff[]): Promise<void> {
    const lock = 'SELECT FROM invite WHERE identifier = $1 FOR NO KEY UPDATE';
    const holder = await bed.pool.connect();
    await holder.query('BEGIN');
    await holder.query(lock, [first]);
    const running = bed.run(people);
    try {
      await until(
        'the run waits for the first',
        async () => (await waiting('transactionid')) === 1,
      );
      await bed.pool.query(`${lock} NOWAIT`, [last]);
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
    expect(await running).toMatchObject({ state: 'done' });
  }

  test('where they are given their numbers', async () => {
    await bed.run(staff(2).map(({ email }) => ({ email })));
    await expectOrder('person1@example.com', 'person2@example.com', [...staff(2)].reverse());
  });

  test('where one is back and another has changed', async () => {
    await bed.run(staff(2));
    await bed.run(staff(1, 2));
    const changed = { number: 'N2', email: 'person2@example.com', last: 'King' };
    await expectOrder('person1@example.com', 'person2@example.com', [changed, ...staff(1)]);
    expect(await bed.invites()).toMatchObject({ 'person1@example.com': 'pending' });
  });
});

describe('a part of a run that another transaction stood in the way of', () => {
  test('is done once more', async () => {
    await bed.pool.query(`CREATE FUNCTION stand_in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('ways') < 3 THEN RAISE EXCEPTION 'in the way' USING ERRCODE = '40P01'; END IF;
        RETURN NEW;
      END $$`);
    await bed.pool.query(
      `CREATE SEQUENCE ways;
       CREATE TRIGGER in_the_way BEFORE INSERT ON sync_person FOR EACH ROW EXECUTE FUNCTION stand_in_the_way()`,
    );
    expect(await bed.run(staff(1))).toMatchObject({ state: 'done' });
    const { rows } = await bed.pool.query('SELECT rows, added FROM batch');
    expect(rows).toEqual([{ rows: 1, added: 1 }]);
  });
});
