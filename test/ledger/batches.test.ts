import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addRows, findBatch, listBatches, type NewRow } from '../../src/ledger/batches.js';
import { saveClient } from '../../src/ledger/clients.js';
import { readBatchRows, readInvites, readRejectedRows } from '../../src/ledger/people.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { addTestBatch, clientConfig, rowOf, seed, takeIn } from './seed.js';

let bed: LedgerBed;
let clients = 0;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

const newClient = () => {
  clients += 1;
  return saveClient(bed.pool, clientConfig({ name: `client-${clients}` }));
};
const PROBLEM = { column: 'Work email', code: 'email.missing', message: 'There is no address.' };
const rejected = (line: number): NewRow => ({
  line,
  cells: ['', 'with "quotes",\nand a break'],
  person: null,
  problems: [PROBLEM],
});

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

const statuses = async (batchId: number) =>
  (await all(readBatchRows(bed.pool, batchId))).map(({ line, status }) => `${line} ${status}`);

describe('rows that are taken in', () => {
  test('make one invite for each person, in the order of the roster', async () => {
    const { clientId, batchId } = await seed(bed.pool, 3);
    const invites = await all(readInvites(bed.pool, ['pending'], clientId));
    expect(invites.map(({ identifier, line, batch }) => ({ identifier, line, batch }))).toEqual([
      { identifier: 'person0@example.com', line: 2, batch: batchId },
      { identifier: 'person1@example.com', line: 3, batch: batchId },
      { identifier: 'person2@example.com', line: 4, batch: batchId },
    ]);
  });

  test('that repeat a person of the same file make no second invite', async () => {
    const rows = [rowOf(2, 'a@x.example'), rowOf(3, 'b@x.example'), rowOf(4, 'a@x.example')];
    const batchId = await takeIn(bed.pool, await newClient(), rows);
    expect(await statuses(batchId)).toEqual(['2 added', '3 added', '4 duplicate']);
  });

  test('that repeat a person of an earlier set of the same file are duplicates as well', async () => {
    const clientId = await newClient();
    const batchId = await addTestBatch(bed.pool, clientId);
    const ids = { clientId, authType: 'email', batchId };
    await addRows(bed.pool, ids, [rowOf(2, 'a@x.example')]);
    await addRows(bed.pool, ids, [rowOf(3, 'a@x.example')]);
    expect(await statuses(batchId)).toEqual(['2 added', '3 duplicate']);
  });

  test('that an earlier batch brought in are known', async () => {
    const clientId = await newClient();
    const first = await takeIn(bed.pool, clientId, [rowOf(2, 'a@x.example')]);
    const second = await takeIn(bed.pool, clientId, [
      rowOf(2, 'b@x.example'),
      rowOf(3, 'a@x.example'),
    ]);
    expect(await statuses(second)).toEqual(['2 added', '3 known']);
    const [, known] = await all(readBatchRows(bed.pool, second));
    expect(known).toMatchObject({ firstBatch: first, firstLine: 2 });
  });

  test('are people of their own for another client', async () => {
    const rows = [rowOf(2, 'a@x.example')];
    await takeIn(bed.pool, await newClient(), rows);
    expect(await statuses(await takeIn(bed.pool, await newClient(), rows))).toEqual(['2 added']);
  });

  test('and are refused keep their cells and what is wrong with them', async () => {
    const batchId = await takeIn(bed.pool, await newClient(), [
      rowOf(2, 'a@x.example'),
      rejected(3),
    ]);
    expect(await all(readRejectedRows(bed.pool, batchId))).toEqual([
      { line: 3, cells: ['', 'with "quotes",\nand a break'], problems: [PROBLEM] },
    ]);
  });

  test('go in as a whole set or not at all', async () => {
    const clientId = await newClient();
    const batchId = await addTestBatch(bed.pool, clientId);
    const ids = { clientId, authType: 'email', batchId };
    // The same line twice is what no reader gives, and the ledger refuses.
    const rows = [rowOf(2, 'a@x.example'), rowOf(2, 'b@x.example')];
    await expect(addRows(bed.pool, ids, rows)).rejects.toThrow();
    expect(await all(readInvites(bed.pool, null, clientId))).toEqual([]);
    expect(await findBatch(bed.pool, batchId)).toMatchObject({ rows: 0, finishedAt: null });
  });
});

describe('the counts of a batch', () => {
  test('add up, whatever the rows and however they are cut into sets', async () => {
    const line = fc.constantFrom(null, 'a@x.example', 'b@x.example', 'c@x.example', 'd@x.example');
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.array(line, { maxLength: 12 }),
        fc.integer({ min: 1, max: 5 }),
        async (first, second, setSize) => {
          const clientId = await newClient();
          const seen = new Set<string>();
          for (const people of [first, second]) {
            const before = new Set(seen);
            const batchId = await addTestBatch(bed.pool, clientId);
            const rows = people.map((who, n) =>
              who === null ? rejected(n + 2) : rowOf(n + 2, who),
            );
            for (let start = 0; start < rows.length; start += setSize) {
              const ids = { clientId, authType: 'email', batchId };
              await addRows(bed.pool, ids, rows.slice(start, start + setSize));
            }
            for (const who of people) if (who !== null) seen.add(who);
            expect(await findBatch(bed.pool, batchId)).toMatchObject({
              rows: people.length,
              added: seen.size - before.size,
              known: people.filter((who) => who !== null && before.has(who)).length,
              rejected: people.filter((who) => who === null).length,
              duplicates:
                people.filter((who) => who !== null && !before.has(who)).length -
                (seen.size - before.size),
            });
          }
          expect(await all(readInvites(bed.pool, null, clientId))).toHaveLength(seen.size);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('are right when imports of the same people run at once, in opposite order', async () => {
    const clientId = await newClient();
    const people = Array.from({ length: 1_000 }, (_, n) => `person${n}@x.example`);
    const orders = [people, people.toReversed(), people, people.toReversed()];
    const batchIds = await Promise.all(
      orders.map((order) => {
        const rows = order.map((who, n) => rowOf(n + 2, who));
        return takeIn(bed.pool, clientId, rows);
      }),
    );
    const batches = await Promise.all(batchIds.map((id) => findBatch(bed.pool, id)));
    expect(batches.map((batch) => batch?.rows)).toEqual([1_000, 1_000, 1_000, 1_000]);
    expect(batches.reduce((sum, batch) => sum + (batch?.added ?? 0), 0)).toBe(1_000);
    expect(batches.reduce((sum, batch) => sum + (batch?.known ?? 0), 0)).toBe(3_000);
    expect(await all(readInvites(bed.pool, null, clientId))).toHaveLength(1_000);
  });

  test('stand with the batch, the latest first', async () => {
    const { clientId, batchId } = await seed(bed.pool, 2);
    const again = await takeIn(bed.pool, clientId, [rowOf(2, 'person0@example.com')]);
    expect(
      (await listBatches(bed.pool, 2)).map(({ id, added, known }) => [id, added, known]),
    ).toEqual([
      [again, 0, 1],
      [batchId, 2, 0],
    ]);
  });
});
