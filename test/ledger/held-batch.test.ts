import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addBatch, addRows, findBatch, finishBatch } from '../../src/ledger/batches.js';
import { countOpen } from '../../src/ledger/counts.js';
import { enqueuePending } from '../../src/ledger/queued.js';
import { setClock } from './invited.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { rowOf, seed } from './seed.js';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

test('a batch that is held brings in people who are called from then on, and holds nobody else', async () => {
  const { pool } = bed;
  await setClock(pool, new Date('2026-11-30T12:00:00Z'));
  const { clientId, inviteIds } = await seed(pool, 1);
  const notBefore = new Date('2026-12-01T07:00:00Z');
  const look = { columns: ['Work email'], delimiter: ',', encoding: 'utf-8', bom: false };
  const batchId = await addBatch(pool, { clientId, source: 'held.csv', notBefore, ...look });
  const rows = [rowOf(2, 'person0@example.com'), rowOf(3, 'held@example.com')];
  await addRows(pool, { clientId, authType: 'email', batchId }, rows);
  await finishBatch(pool, batchId);

  expect(await findBatch(pool, batchId)).toMatchObject({ added: 1, known: 1, notBefore });
  expect(await enqueuePending(pool, clientId, 10)).toEqual(inviteIds);
  expect(await countOpen(pool, null, [clientId])).toBe(1);

  await setClock(pool, notBefore);
  expect(await enqueuePending(pool, clientId, 10)).toHaveLength(1);
  expect(await countOpen(pool, null, [clientId])).toBe(2);
});
