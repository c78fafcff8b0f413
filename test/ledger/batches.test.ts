import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addRows, findBatch, listBatches } from '../../src/ledger/batches.js';
import { saveClient } from '../../src/ledger/clients.js';
import { readBatchRows, readInvites, readRejectedRows } from '../../src/ledger/people.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { addTestBatch, clientConfig, REFUSAL, refusedRow, rowOf, seed, takeIn } from './seed.js';

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
      refusedRow(3),
    ]);
    expect(await all(readRejectedRows(bed.pool, batchId))).toEqual([
      {
        line: 3,
        cells: ['', 'with "quotes",\nand a break'],
        problems: [REFUSAL],
        mendedBy: null,
      },
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

/** What becomes of a roster's rows as long as nobody is called; `data` is what the ledger has of people, and changes. */
function expectedStatuses(
  people: readonly ({ who: string; employeeNumber: string | null } | null)[],
  data: Map<string, string | null>,
): string[] {
  const first = new Map<string, string | null>();
  return people.map((person) => {
    if (person === null) return 'rejected';
    const { who, employeeNumber } = person;
    if (first.has(who)) return first.get(who) === employeeNumber ? 'duplicate' : 'conflict';
    first.set(who, employeeNumber);
    const isKnown = data.has(who);
    const isSame = data.get(who) === employeeNumber;
    data.set(who, employeeNumber);
    return isKnown ? (isSame ? 'known' : 'updated') : 'added';
  });
}

describe('the counts of a batch', () => {
  test('add up, whatever the rows and however they are cut into sets', async () => {
    const row = fc.option(
      fc.record({
        who: fc.constantFrom('a@x.example', 'b@x.example', 'c@x.example'),
        employeeNumber: fc.constantFrom(null, '1', '2'),
      }),
    );
    const roster = fc.array(row, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(roster, { minLength: 2, maxLength: 3 }),
        fc.integer({ min: 1, max: 5 }),
        async (rosters, setSize) => {
          const clientId = await newClient();
          const data = new Map<string, string | null>();
          for (const people of rosters) {
            const batchId = await addTestBatch(bed.pool, clientId);
            const rows = people.map((person, n) =>
              person === null
                ? refusedRow(n + 2)
                : rowOf(n + 2, person.who, { employeeNumber: person.employeeNumber }),
            );
            for (let start = 0; start < rows.length; start += setSize) {
              const ids = { clientId, authType: 'email', batchId };
              await addRows(bed.pool, ids, rows.slice(start, start + setSize));
            }
            const expected = expectedStatuses(people, data);
            expect(await statuses(batchId)).toEqual(expected.map((one, n) => `${n + 2} ${one}`));
            const count = (status: string) => expected.filter((one) => one === status).length;
            expect(await findBatch(bed.pool, batchId)).toMatchObject({
              rows: people.length,
              added: count('added'),
              known: count('known'),
              updated: count('updated'),
              differing: 0,
              duplicates: count('duplicate'),
              conflicts: count('conflict'),
              rejected: count('rejected'),
            });
          }
          const { rows } = await bed.pool.query<{ identifier: string; number: string | null }>(
            'SELECT identifier, employee_number AS number FROM invite WHERE client_id = $1',
            [clientId],
          );
          expect(new Map(rows.map(({ identifier, number }) => [identifier, number]))).toEqual(data);
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
