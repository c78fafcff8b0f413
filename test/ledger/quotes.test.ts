import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { forgetPeople } from '../../src/ledger/forget.js';
import { findPeople } from '../../src/ledger/known-people.js';
import { type BatchRow, readBatchRows } from '../../src/ledger/people.js';
import { readStories } from '../../src/ledger/story.js';
import { listSuppressed, suppress } from '../../src/ledger/suppression.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { rowOf, seed, takeIn } from './seed.js';

let bed: LedgerBed;

beforeAll(async () => {
  bed = await openLedgerBed();
});

afterAll(() => bed?.close());

test.each([
  ["'; DROP TABLE invite; --"],
  ['"; DROP TABLE invite; --'],
  ["\\'; DROP TABLE invite; --"],
  ['$1, $$; DROP TABLE invite; $$'],
  ['{"a":"b"}'],
  ['{NULL,"x"}'],
  ['%_\\'],
])('text that would end a statement is text, in every field: %s', async (text) => {
  const { pool } = bed;
  const { clientId } = await seed(pool, 1);
  const identifier = `${text}@example.com`.toLowerCase();
  const who = { authType: 'email', identifier } as const;
  const profile = { emailAddress: identifier, firstName: text, [text]: text };
  const data = { profile, locale: text, employeeNumber: text, timeZone: text };
  const cells = [text, identifier];
  const batchId = await takeIn(pool, clientId, [{ ...rowOf(2, identifier, data), cells }]);

  const rows: BatchRow[] = [];
  for await (const row of readBatchRows(pool, batchId)) rows.push(row);
  expect(rows).toMatchObject([{ cells, identifier }]);
  expect(await findPeople(pool, clientId, 'email', [identifier])).toMatchObject([
    { profile, locale: text, employeeNumber: text },
  ]);
  expect(await readStories(pool, who)).toMatchObject([{ identifier, timeZone: text }]);
  await suppress(pool, [{ ...who, reason: text }]);
  expect(await listSuppressed(pool)).toMatchObject([{ identifier, reason: text }]);
  expect(await forgetPeople(pool, [who], false)).toMatchObject({ erased: { invites: 1, rows: 1 } });
  expect(
    await readStories(pool, { authType: 'email', identifier: 'person0@example.com' }),
  ).not.toEqual([]);
});
