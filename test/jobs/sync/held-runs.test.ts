import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rejectRun } from '../../../jobs/sync/approve-run.js';
import { planSync } from '../../../jobs/sync/plan-sync.js';
import { reportOf } from '../../../jobs/sync/tell-of-run.js';
import { DEFAULT_SAFEGUARDS } from '../../../src/sync/safeguards.js';
import { csvOf, openSyncBed, type SyncBed, staff } from './sync-bed.js';

let bed: SyncBed;
beforeEach(async () => {
  bed = await openSyncBed({ ...DEFAULT_SAFEGUARDS, firstRun: false });
});
afterEach(() => bed.close());

const PEOPLE = 100;
const codesOf = ({ reasons }: { readonly reasons: readonly { readonly code: string }[] }) =>
  reasons.map(({ code }) => code);

describe('a run is held, with nothing changed,', () => {
  beforeEach(async () => {
    await bed.run(staff(PEOPLE));
  });

  test.each([
    ['half of the people are missing', csvOf(staff(50)), ['leavers', 'shrank']],
    ['nobody is left', csvOf([]), ['empty']],
    [
      'first and last names have changed places',
      csvOf(staff(PEOPLE).map((one) => ({ ...one, first: 'Lovelace', last: 'Ada' }))),
      ['changes'],
    ],
    [
      'the addresses stand in another column',
      csvOf(staff(PEOPLE)).replace('Last name,Work email', 'Work email,Last name'),
      ['refused', 'headers'],
    ],
    ['there are many more people', csvOf(staff(200)), ['grew']],
    ['a column has come', csvOf(staff(PEOPLE)).replaceAll('\n', ',x\n'), ['headers']],
    [
      'it is encoded otherwise',
      Buffer.from(
        csvOf([...staff(99), { number: 'N100', email: 'person100@example.com', last: 'Müller' }]),
        'latin1',
      ),
      ['encoding'],
    ],
  ])('where %s', async (_, csv, reasons) => {
    const before = await bed.invites();
    const run = await bed.run(csv);
    expect(run).toMatchObject({ state: 'held', batchId: null, endedAt: null });
    expect(codesOf(run)).toEqual(reasons);
    expect(await bed.invites()).toEqual(before);
  });

  test('where it was carried out before, and a later one since', async () => {
    await bed.run(staff(PEOPLE + 1));
    const before = await bed.invites();
    const run = await bed.run(staff(PEOPLE));
    expect(run).toMatchObject({ state: 'held', reasons: [{ code: 'older' }] });
    expect(await bed.invites()).toEqual(before);
    expect(await bed.approve(run.id)).toMatchObject({ state: 'done' });
  });

  test('where it was last changed before the last one', async () => {
    const of = (count: number, at: string) => ({
      fetch: async (signal: AbortSignal) => ({
        ...(await bed.context(csvOf(staff(count))).fetch(signal)),
        modifiedAt: new Date(at),
      }),
    });
    await bed.run('', of(PEOPLE + 1, '2026-11-21T22:00:00Z'));
    const run = await bed.run('', of(PEOPLE + 2, '2026-11-20T22:00:00Z'));
    expect(run).toMatchObject({ state: 'held', reasons: [{ code: 'older', count: 0 }] });
    expect(run.reasons[0]?.of).toBe(run.id - 1);
  });

  test('and a plan that is only looked at says the same and leaves nothing behind', async () => {
    const plan = await planSync(bed.context(csvOf(staff(50))), 3);
    expect(plan).toMatchObject({ isUnchanged: false, counts: { leavers: 50, unchanged: 50 } });
    expect(plan && codesOf(plan)).toEqual(['leavers', 'shrank']);
    expect(plan?.changes.map(({ kind }) => kind)).toEqual(['leaver', 'leaver', 'leaver']);
    const { rows } = await bed.pool.query(
      'SELECT (SELECT count(*) FROM sync_run) AS runs, (SELECT count(*) FROM sync_row) AS rows',
    );
    expect(rows).toEqual([{ runs: 1, rows: 0 }]);
  });
});

describe('the first run', () => {
  test('is held where it would invite anybody, unless that is allowed', async () => {
    const change = { safeguards: DEFAULT_SAFEGUARDS };
    const run = await bed.run(staff(3), change);
    expect(codesOf(run)).toEqual(['first-run']);
    expect(await bed.approve(run.id)).toMatchObject({ state: 'done' });
    expect(Object.keys(await bed.invites())).toHaveLength(3);
  });

  test('goes through where it only recognises people', async () => {
    await bed.run(staff(3));
    await bed.pool.query('DELETE FROM sync_person; DELETE FROM sync_run');
    expect(await bed.run(staff(3), { safeguards: DEFAULT_SAFEGUARDS })).toMatchObject({
      state: 'done',
      counts: { known: 3 },
    });
  });
});

describe('a held plan', () => {
  const half = () => bed.run(staff(50));
  beforeEach(async () => {
    await bed.run(staff(PEOPLE));
  });

  test('is carried out as it was shown once it is approved', async () => {
    const { id } = await half();
    const approved = await bed.approve(id);
    expect(approved).toMatchObject({ state: 'done', approvedAt: expect.any(Date) });
    const states = Object.values(await bed.invites());
    expect(states.filter((state) => state === 'cancelled left')).toHaveLength(50);
    expect(states.filter((state) => state === 'pending')).toHaveLength(50);
  });

  test('is refused where invites have changed since, and says which', async () => {
    const { id } = await half();
    await bed.pool.query(
      "UPDATE invite SET state = 'cancelled' WHERE identifier = 'person99@example.com'",
    );
    await expect(bed.approve(id)).rejects.toMatchObject({
      code: 'sync.plan_outdated',
      message: expect.stringContaining('1 (leaver, now cancelled)'),
    });
    expect((await bed.run(staff(PEOPLE))).code).toBe('sync.held_before');
  });

  test.each([
    ['leavers', { leavers: 'suppress' }, 'was "cancel" and is "suppress" now'],
    ['direct access', { updatesUsers: true }, 'has a direct access client now'],
  ] as const)('is refused where another choice was made since: %s', async (_, change, words) => {
    const { id, leavers, updatesUsers } = await half();
    expect({ leavers, updatesUsers }).toEqual({ leavers: 'cancel', updatesUsers: false });
    await expect(bed.approve(id, change)).rejects.toMatchObject({
      code: 'sync.plan_outdated',
      message: expect.stringContaining(words),
    });
    expect(await bed.approve(id)).toMatchObject({ state: 'done' });
  });

  test('is told with the moment at which it was held, and by the settings of its plan', async () => {
    const run = await half();
    const { timeZone, whenHeld } = { timeZone: 'UTC', whenHeld: 'wait' } as const;
    const settings = { timeZone, whenHeld, leavers: 'suppress' } as const;
    const report = reportOf(run, { settings, client: { directAccess: null } });
    expect(report).toMatchObject({ leavers: 'cancel', endedAt: run.heldAt, canGoOn: false });
    expect(run.heldAt?.getTime()).toBeGreaterThan(run.startedAt.getTime());
  });

  test('is closed by a rejection, with nothing done', async () => {
    const before = await bed.invites();
    const { id } = await half();
    expect(await rejectRun(id, bed)).toMatchObject({ state: 'rejected' });
    await expect(bed.approve(id)).rejects.toMatchObject({ code: 'sync.not_held' });
    await expect(rejectRun(id, bed)).rejects.toMatchObject({ code: 'sync.not_held' });
    expect(await bed.invites()).toEqual(before);
  });

  test('has the next runs wait', async () => {
    const { id } = await half();
    expect(await bed.run(staff(PEOPLE))).toMatchObject({
      state: 'skipped',
      code: 'sync.held_before',
      waitsFor: id,
    });
  });

  test('gives way to the next run, where the next ones go on', async () => {
    const { id } = await half();
    const next = await bed.begin(
      { whenHeld: 'go on' },
      bed.context(csvOf([...staff(PEOPLE), ...staff(1, 500)])),
    );
    expect(next).toMatchObject({ state: 'done', counts: { joiners: 1, leavers: 0 } });
    await expect(bed.approve(id)).rejects.toMatchObject({
      code: 'sync.not_held',
      message: expect.stringContaining('superseded'),
    });
  });

  test('goes on from where it broke off when it is approved once more', async () => {
    const { id } = await half();
    await bed.pool.query(
      'ALTER TABLE sync_person ADD CONSTRAINT nobody_leaves CHECK (left_at IS NULL)',
    );
    expect(await bed.approve(id)).toMatchObject({
      ...{ state: 'failed', code: 'sync.broke_off' },
      ...{ step: 'carry-out', isStaged: true },
    });
    await bed.pool.query('ALTER TABLE sync_person DROP CONSTRAINT nobody_leaves');
    expect(await bed.approve(id)).toMatchObject({ state: 'done' });
    const left = Object.values(await bed.invites()).filter((state) => state === 'cancelled left');
    expect(left).toHaveLength(50);
  });
});
