import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openSyncBed, type SyncBed } from '../../jobs/sync/sync-bed.js';
import { allThatIsTold } from './all-that-is-told.js';
import { dumped } from './dumped.js';
import { operatorKey } from './operator-key.js';
import { live, MARK, SAFEGUARDS } from './whole-life.js';

let open: SyncBed;
let sealed: SyncBed;

beforeAll(async () => {
  open = await openSyncBed(SAFEGUARDS);
  sealed = await openSyncBed(SAFEGUARDS, operatorKey(1));
  await Promise.all([live(open), live(sealed)]);
});

afterAll(async () => {
  await open?.close();
  await sealed?.close();
});

const tablesOf = (lines: readonly string[]) =>
  [...new Set(lines.map((line) => line.split(':')[0]))].sort();

const WORDS = [MARK, '7700 900987'];

test('with a key, no table of the ledger has anything of a person that can be read', async () => {
  expect(tablesOf(await dumped(open.databaseUrl, WORDS))).toEqual([
    'invite',
    'roster_row',
    'suppression',
    'sync_change',
    'sync_person',
    'sync_row',
    'user_update',
  ]);
  expect(await dumped(sealed.databaseUrl, WORDS)).toEqual([]);
});

test('with a key, everything that is told is as without', async () => {
  const [told, toldSealed] = [await allThatIsTold(open), await allThatIsTold(sealed)];
  expect(JSON.stringify(told)).toContain(MARK);
  expect(toldSealed).toEqual(told);
});
