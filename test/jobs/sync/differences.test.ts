import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSyncBed, type SyncBed, staff } from './sync-bed.js';

let bed: SyncBed;
beforeEach(async () => {
  bed = await openSyncBed();
});
afterEach(() => bed.close());

/** Moves an invite along its states, as calls would. */
async function lead(email: string, ...states: string[]): Promise<void> {
  for (const state of states)
    await bed.pool.query('UPDATE invite SET state = $2 WHERE identifier = $1', [email, state]);
  await bed.pool.query(
    `UPDATE invite SET uuid = gen_random_uuid(), invited_at = ledger_now() WHERE identifier = $1`,
    [email],
  );
}
const INVITED = ['queued', 'sending', 'invited'];

describe('an export', () => {
  test('invites everybody at first, and nobody when it comes again', async () => {
    const people = staff(3);
    const first = await bed.run(people);
    expect(first).toMatchObject({ state: 'done', counts: { rows: 3, joiners: 3, before: 0 } });
    expect(Object.values(await bed.invites())).toEqual(['pending', 'pending', 'pending']);

    expect(await bed.run(people)).toMatchObject({ state: 'unchanged', batchId: null });
    const reordered = await bed.run([...people].reverse());
    expect(reordered).toMatchObject({ state: 'done', counts: { unchanged: 3 }, batchId: null });
  });

  test('invites joiners through a batch that is named after the sync and the file', async () => {
    await bed.run(staff(2));
    const { batchId } = await bed.run(staff(3));
    const { rows } = await bed.pool.query(
      'SELECT source, rows, added, finished_at IS NOT NULL AS done FROM batch WHERE id = $1',
      [batchId],
    );
    expect(rows).toEqual([{ source: 'hr: export.csv', rows: 1, added: 1, done: true }]);
  });

  test('cancels the invite of somebody who left, and renews it when they return', async () => {
    const [ada, grace] = staff(2);
    await bed.run([ada, grace].flatMap((one) => one ?? []));
    const left = await bed.run(staff(1));
    expect(left.counts).toMatchObject({ leavers: 1, unchanged: 1 });
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'cancelled left' });

    const back = await bed.run(staff(2));
    expect(back.counts).toMatchObject({ returned: 1, leavers: 0 });
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'pending' });
  });

  test('lets somebody go on by the policy who had been invited before they left', async () => {
    await bed.run(staff(2));
    await lead('person2@example.com', ...INVITED);
    await bed.run(staff(1));
    await bed.run(staff(2));
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'invited' });
  });

  test('only reports people who left, where that is the choice', async () => {
    await bed.run(staff(2));
    const { id, counts } = await bed.run(staff(1), { leavers: 'report' });
    expect(counts).toMatchObject({ leavers: 1 });
    expect(await bed.changes(id)).toMatchObject([{ kind: 'leaver', result: 'reported' }]);
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'pending' });
    expect((await bed.run([])).counts).toMatchObject({ leavers: 1, before: 1 });
  });

  test('suppresses people who left, where that is the choice, until they return', async () => {
    await bed.run(staff(2));
    await bed.run(staff(1), { leavers: 'suppress' });
    const suppressed = () => bed.pool.query('SELECT identifier, reason FROM suppression');
    expect((await suppressed()).rows).toEqual([
      { identifier: 'person2@example.com', reason: 'left (sync hr)' },
    ]);
    await bed.run(staff(2), { leavers: 'suppress' });
    expect((await suppressed()).rows).toEqual([]);
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'pending' });
  });

  test('does not invite a newcomer whose address is suppressed', async () => {
    await bed.pool.query(
      "INSERT INTO suppression VALUES ('email', 'person1@example.com', 'asked for it')",
    );
    const run = await bed.run(staff(2));
    expect(run.counts).toMatchObject({ joiners: 1, suppressed: 1 });
    expect(Object.keys(await bed.invites())).toEqual(['person2@example.com']);
  });

  test('carries a changed name over to somebody who has not been called', async () => {
    await bed.run(staff(1));
    const { id } = await bed.run([{ ...staff(1)[0], email: 'person1@example.com', last: 'King' }]);
    expect(await bed.changes(id)).toMatchObject([
      {
        kind: 'changed',
        before: { profile: { lastName: 'Lovelace' } },
        after: { profile: { lastName: 'King' } },
        result: 'updated',
      },
    ]);
    const { rows } = await bed.pool.query("SELECT profile->>'lastName' AS name FROM invite");
    expect(rows).toEqual([{ name: 'King' }]);
  });

  test('cancels the invite of somebody who moved, and makes a new one that is linked to it', async () => {
    await bed.run(staff(1));
    await lead('person1@example.com', ...INVITED);
    const { id } = await bed.run([{ number: 'N1', email: 'ada@example.com' }]);
    expect(await bed.changes(id)).toMatchObject([{ kind: 'moved', result: 'invited-anew' }]);
    expect(await bed.invites()).toEqual({
      'person1@example.com': 'cancelled moved',
      'ada@example.com': 'pending',
    });
    const { rows } = await bed.pool.query(
      'SELECT o.identifier FROM invite i JOIN invite o ON o.id = i.replaces',
    );
    expect(rows).toEqual([{ identifier: 'person1@example.com' }]);
  });

  test('only reports, once, that somebody moved who has activated', async () => {
    await bed.run(staff(1));
    await lead('person1@example.com', ...INVITED, 'activated');
    const moved = [{ number: 'N1', email: 'ada@example.com' }];
    const { id, batchId } = await bed.run(moved);
    expect(await bed.changes(id)).toMatchObject([{ kind: 'moved', result: 'reported' }]);
    expect(batchId).toBeNull();
    expect(await bed.invites()).toEqual({ 'person1@example.com': 'activated' });

    const renamed = await bed.run([{ ...moved[0], email: 'ada@example.com', last: 'King' }]);
    expect(renamed.counts).toMatchObject({ moved: 0, changed: 1 });
    expect(await bed.invites()).toEqual({ 'person1@example.com': 'activated' });
  });

  test('does not say that somebody is invited anew whom an operator keeps from it', async () => {
    await bed.run(staff(2));
    await bed.pool.query("UPDATE invite SET state = 'cancelled' WHERE identifier LIKE 'person2@%'");
    await bed.run(staff(1));
    const { id } = await bed.run(staff(2));
    expect(await bed.changes(id)).toMatchObject([{ kind: 'returned', result: 'reported' }]);
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'cancelled' });
  });

  test('goes back to the first invite when somebody moves back', async () => {
    await bed.run(staff(1));
    await bed.run([{ number: 'N1', email: 'ada@example.com' }]);
    await bed.run(staff(1));
    expect(await bed.invites()).toEqual({
      'person1@example.com': 'pending',
      'ada@example.com': 'cancelled moved',
    });
  });

  test('keeps the invite of an address that is passed on to somebody else', async () => {
    await bed.run(staff(1));
    const run = await bed.run([
      { number: 'N1', email: 'ada@example.com' },
      { number: 'N2', email: 'person1@example.com' },
    ]);
    expect(run.counts).toMatchObject({ moved: 1, known: 1 });
    expect(await bed.invites()).toEqual({
      'ada@example.com': 'pending',
      'person1@example.com': 'pending',
    });
  });

  test('sees no more than two moves where two people swap their addresses', async () => {
    await bed.run(staff(2));
    const swapped = await bed.run([
      { number: 'N1', email: 'person2@example.com' },
      { number: 'N2', email: 'person1@example.com' },
    ]);
    expect(swapped.counts).toMatchObject({ moved: 2, joiners: 0, leavers: 0 });
    expect(Object.values(await bed.invites())).toEqual(['pending', 'pending']);
    expect((await bed.run([...staff(2)].reverse())).counts).toMatchObject({ moved: 2 });
  });

  test('may go over from addresses to employee numbers without anybody joining or leaving', async () => {
    await bed.run(staff(3).map(({ email }) => ({ email })));
    const run = await bed.run(staff(3));
    expect(run.counts).toMatchObject({ unchanged: 3, joiners: 0, leavers: 0, changed: 0 });
    const moved = await bed.run([...staff(2), { number: 'N3', email: 'three@example.com' }]);
    expect(moved.counts).toMatchObject({ moved: 1, joiners: 0, leavers: 0 });
  });
});

describe('a number that is given anew', () => {
  const joiner = { number: 'N2', email: 'joan@example.com', first: 'Joan', last: 'Clarke' };

  test('invites whoever has it now, and lets be whoever had it and left', async () => {
    await bed.run(staff(2));
    await lead('person2@example.com', ...INVITED, 'activated');
    await bed.run(staff(1), { leavers: 'suppress' });
    const run = await bed.run([...staff(1), joiner], { leavers: 'suppress' });
    expect(run.counts).toMatchObject({ joiners: 1, returned: 0 });
    expect(await bed.invites()).toMatchObject({
      'person2@example.com': 'activated',
      'joan@example.com': 'pending',
    });
    const { rows } = await bed.pool.query('SELECT identifier FROM suppression');
    expect(rows).toEqual([{ identifier: 'person2@example.com' }]);
    expect((await bed.run([joiner, ...staff(1)])).counts).toMatchObject({ unchanged: 2 });
    expect((await bed.run(staff(2))).counts).toMatchObject({ moved: 1, returned: 0 });
  });

  test.each([
    ['address', { number: 'N2', email: 'person2@example.com', first: 'Joan', last: 'Clarke' }],
    ['name', { number: 'N2', email: 'joan@example.com', first: 'ADA' }],
  ])('is taken for a return where the %s is the same', async (_, back) => {
    await bed.run(staff(2));
    await bed.run(staff(1));
    const run = await bed.run([...staff(1), back]);
    expect(run.counts).toMatchObject({ joiners: 0, returned: 1 });
    expect(await bed.invites()).toMatchObject({ [back.email]: 'pending' });
  });
});

describe('a call that is under way', () => {
  test('has somebody who moved wait with the new address', async () => {
    await bed.run(staff(1));
    await lead('person1@example.com', 'queued', 'sending');
    const moved = [{ number: 'N1', email: 'ada@example.com' }];
    const { id, leftOver, batchId } = await bed.run(moved);
    expect([leftOver, batchId]).toEqual([1, null]);
    expect(await bed.changes(id)).toMatchObject([{ kind: 'moved', result: 'under-way' }]);
    expect(await bed.invites()).toEqual({ 'person1@example.com': 'sending' });

    await lead('person1@example.com', 'invited');
    expect((await bed.run(moved)).counts).toMatchObject({ moved: 1 });
    expect(await bed.invites()).toEqual({
      'person1@example.com': 'cancelled moved',
      'ada@example.com': 'pending',
    });
  });

  test('does not make a second account of somebody who activates by it', async () => {
    await bed.run(staff(1));
    await lead('person1@example.com', 'queued', 'sending');
    const moved = [{ number: 'N1', email: 'ada@example.com' }];
    await bed.run(moved);
    await lead('person1@example.com', 'invited', 'activated');
    await bed.run(moved);
    expect(await bed.invites()).toEqual({ 'person1@example.com': 'activated' });
  });

  test('has nobody suppressed who is there again before it is made up for', async () => {
    const change = { leavers: 'suppress' } as const;
    await bed.run(staff(2));
    await lead('person2@example.com', 'queued', 'sending');
    expect(await bed.run(staff(1), change)).toMatchObject({ leftOver: 1 });
    const suppressed = () => bed.pool.query('SELECT identifier FROM suppression');
    expect((await suppressed()).rows).toEqual([]);
    await lead('person2@example.com', 'invited');
    expect((await bed.run(staff(2), change)).counts).toMatchObject({ unchanged: 2 });
    expect((await bed.run(staff(1), change)).leftOver).toBe(0);
    expect((await suppressed()).rows).toEqual([{ identifier: 'person2@example.com' }]);
  });
});

describe('the first run over people who are there', () => {
  test('recognises them by their addresses and makes no second invitation', async () => {
    await bed.run(staff(2));
    await bed.pool.query('DELETE FROM sync_person');
    const run = await bed.run([...staff(2), { number: 'N9', email: 'new@example.com' }]);
    expect(run.counts).toMatchObject({ known: 2, joiners: 1, before: 0 });
    expect((await bed.run(staff(2))).counts).toMatchObject({ unchanged: 2, leavers: 1 });
  });
});

describe('a row with a mistake in it', () => {
  const broken = (number: string) => [...staff(1), { number, email: 'person2(at)example.com' }];

  test('keeps the person whose number it has from being taken for gone', async () => {
    await bed.run(staff(2));
    const run = await bed.run(broken('N2'));
    expect(run.counts).toMatchObject({
      refused: 1,
      refusedBy: { 'email.malformed': 1 },
      leavers: 0,
      unclear: 0,
    });
    expect(await bed.invites()).toMatchObject({ 'person2@example.com': 'pending' });
    expect((await bed.run(staff(2))).counts).toMatchObject({ unchanged: 2, returned: 0 });
  });

  test('leaves it open who is gone where it names nobody, for as long as it stands', async () => {
    await bed.run(staff(2));
    const night = await bed.run(broken(''));
    expect(night.counts).toMatchObject({ refused: 1, leavers: 0, unclear: 1 });
    const next = await bed.run([...broken(''), ...staff(1, 7)]);
    expect(next.counts).toMatchObject({ leavers: 0, unclear: 1, joiners: 1 });
    const gone = await bed.run([...staff(1), ...staff(1, 7)]);
    expect(gone.counts).toMatchObject({ leavers: 1, unclear: 0 });
  });

  test('does not stand for somebody who left after it had come up', async () => {
    await bed.run(staff(3));
    await bed.run([...staff(3), { email: 'nobody' }]);
    const run = await bed.run([...staff(2), { email: 'nobody' }]);
    expect(run.counts).toMatchObject({ leavers: 1, unclear: 0 });
  });

  test('goes into the batch on the night it comes up, to be mended', async () => {
    await bed.run(staff(2));
    const { batchId } = await bed.run(broken('N2'));
    const { rows } = await bed.pool.query(
      'SELECT line, status FROM roster_row WHERE batch_id = $1',
      [batchId],
    );
    expect(rows).toEqual([{ line: 3, status: 'rejected' }]);
    expect((await bed.run([...broken('N2')].reverse())).batchId).toBeNull();
  });
});

describe('the same person twice in an export', () => {
  test('counts as the first row has it, and is never gone', async () => {
    await bed.run(staff(2));
    const twice = [
      ...staff(1),
      { number: 'N1', email: 'ada@example.com' },
      { number: 'N8', email: 'person1@example.com' },
      ...staff(1, 2),
      ...staff(1, 2),
    ];
    const run = await bed.run(twice);
    expect(run.counts).toMatchObject({ unchanged: 2, repeated: 3, conflicts: 2, leavers: 0 });
    expect(Object.keys(await bed.invites())).toHaveLength(2);
  });

  test('spares whom only the conflicting row names', async () => {
    await bed.run(staff(2));
    const run = await bed.run([
      { number: 'N1', email: 'person2@example.com' },
      { number: 'N2', email: 'person2@example.com' },
    ]);
    expect(run.counts).toMatchObject({ moved: 1, conflicts: 1, leavers: 0 });
  });
});
