import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { forgetPeople } from '../../../src/ledger/forget.js';
import { unsuppress } from '../../../src/ledger/suppression.js';
import { rejectPlan } from '../../../src/ledger/syncs/approval.js';
import { linesWith } from '../../ledger/everything.js';
import { openSyncBed, type SyncBed, staff, UNGUARDED } from './sync-bed.js';

const WHO = { authType: 'email', identifier: 'person2@example.com' } as const;
const MARKS = ['person2@example.com', '"N2"', 'Zanzibarquux'];

let bed: SyncBed;
beforeEach(async () => {
  // One row that cannot be used would hold a run.
  bed = await openSyncBed({ ...UNGUARDED, refused: 0 });
});
afterEach(() => bed.close());

const people = (count: number) =>
  staff(count).map((one) =>
    one.email === WHO.identifier ? { ...one, first: 'Zanzibarquux' } : one,
  );

describe('somebody who was forgotten', () => {
  test('and is in the next exports is neither invited nor a leaver, holds no run, and is kept nowhere', async () => {
    await bed.run(people(3));
    expect(await linesWith(bed.pool, MARKS)).not.toEqual([]);
    expect(await forgetPeople(bed.pool, [WHO], false)).toMatchObject({
      erased: { invites: 1, cancelled: 1, rows: 1, synced: 1, changes: 1 },
    });

    const next = await bed.run(people(4));
    expect(next).toMatchObject({
      state: 'done',
      counts: { joiners: 1, unchanged: 2, suppressed: 1, leavers: 0, refused: 0 },
    });
    const third = await bed.run(people(5));
    expect(third).toMatchObject({ state: 'done', counts: { joiners: 1, suppressed: 1 } });
    expect(await linesWith(bed.pool, MARKS)).toEqual([]);
    expect(Object.values(await bed.invites()).sort()).toEqual([
      'cancelled forgotten',
      ...Array(4).fill('pending'),
    ]);
  });

  test('and leaves the export is a leaver of whom nothing is known, and new when let in again', async () => {
    await bed.run(people(2));
    await forgetPeople(bed.pool, [WHO], false);
    const left = await bed.run(people(1));
    expect(left.counts).toMatchObject({ leavers: 1, unchanged: 1 });
    expect(await linesWith(bed.pool, MARKS)).toEqual([]);

    await unsuppress(bed.pool, [WHO]);
    const back = await bed.run(people(2));
    expect(back.counts).toMatchObject({ joiners: 1 });
    expect(await bed.invites()).toMatchObject({ [WHO.identifier]: 'pending' });
  });

  test('is not forgotten while a held plan has them, and is once it is rejected', async () => {
    await bed.run(people(1));
    const held = await bed.run(
      `${'Employee number,First name,Last name,Work email\n'}${[
        'N1,Ada,Lovelace,person1@example.com',
        'N2,Zanzibarquux,Lovelace,person2@example.com',
        'N3,Ada,Lovelace,nobody@@example',
      ].join('\n')}\n`,
    );
    expect(held).toMatchObject({ state: 'held' });
    expect(await forgetPeople(bed.pool, [WHO], false)).toMatchObject({
      obstacle: { kind: 'held', sync: 'hr', run: held.id },
    });
    await rejectPlan(bed.pool, held.id);
    expect(await forgetPeople(bed.pool, [WHO], false)).toMatchObject({ erased: { changes: 1 } });
    expect(await linesWith(bed.pool, MARKS)).toEqual([]);
  });
});
