import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findBatch, type NewRow } from '../../src/ledger/batches.js';
import { countProblems } from '../../src/ledger/counts.js';
import { readRejectedRows } from '../../src/ledger/people.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { refusedRow, rowOf, seed, takeIn } from './seed.js';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

const newClient = async () => (await seed(bed.pool, 0)).clientId;
const mendedRow = (line: number, batch: number, oldLine: number): NewRow => ({
  ...rowOf(line, `mended${line}@x.example`),
  mends: { batch, line: oldLine },
});

async function refusedLines(batchId: number, withMended = false): Promise<number[]> {
  const lines: number[] = [];
  for await (const { line } of readRejectedRows(bed.pool, batchId, withMended)) lines.push(line);
  return lines;
}

describe('a refused row that is fed back mended', () => {
  test('is told apart from those still to be mended', async () => {
    const clientId = await newClient();
    const old = await takeIn(bed.pool, clientId, [refusedRow(2), refusedRow(3), refusedRow(4)]);
    const mending = await takeIn(bed.pool, clientId, [mendedRow(2, old, 2), mendedRow(3, old, 4)]);
    expect(await findBatch(bed.pool, old)).toMatchObject({
      rejected: 3,
      mended: 2,
      mendedBy: [mending],
    });
    expect(await refusedLines(old)).toEqual([3]);
    expect(await refusedLines(old, true)).toEqual([2, 3, 4]);
    expect(await countProblems(bed.pool, old)).toMatchObject([{ rows: 1, lines: [3] }]);
  });

  test('is mended as well where its person turns out to be known', async () => {
    const clientId = await newClient();
    const old = await takeIn(bed.pool, clientId, [rowOf(2, 'a@x.example'), refusedRow(3)]);
    const known = { ...rowOf(2, 'a@x.example'), mends: { batch: old, line: 3 } };
    const mending = await takeIn(bed.pool, clientId, [known]);
    expect(await findBatch(bed.pool, mending)).toMatchObject({ known: 1 });
    expect(await refusedLines(old)).toEqual([]);
  });

  test('and refused once more is mended in both batches, when it is mended at last', async () => {
    const clientId = await newClient();
    const first = await takeIn(bed.pool, clientId, [refusedRow(7)]);
    const second = await takeIn(bed.pool, clientId, [refusedRow(2, { batch: first, line: 7 })]);
    expect(await findBatch(bed.pool, first)).toMatchObject({ mended: 0, mendedBy: [] });
    const third = await takeIn(bed.pool, clientId, [mendedRow(2, second, 2)]);
    expect(await findBatch(bed.pool, first)).toMatchObject({ mended: 1, mendedBy: [third] });
    expect(await findBatch(bed.pool, second)).toMatchObject({ mended: 1, mendedBy: [third] });
  });

  test('twice counts once, for the batch that was first', async () => {
    const clientId = await newClient();
    const old = await takeIn(bed.pool, clientId, [refusedRow(2)]);
    const mending = await takeIn(bed.pool, clientId, [mendedRow(2, old, 2), mendedRow(3, old, 2)]);
    await takeIn(bed.pool, clientId, [mendedRow(2, old, 2)]);
    expect(await findBatch(bed.pool, old)).toMatchObject({ mended: 1, mendedBy: [mending] });
  });

  test('by several imports at once is mended by one of them', async () => {
    const clientId = await newClient();
    const lines = Array.from({ length: 1_000 }, (_, n) => n + 2);
    const refused = lines.map((line) => refusedRow(line));
    const old = await takeIn(bed.pool, clientId, refused);
    const orders = [lines, lines.toReversed(), lines, lines.toReversed()];
    // Each has people of its own, or the imports would have waited for each other before.
    const imports = orders.map((order, n) =>
      order.map((oldLine, at) => ({
        ...rowOf(at + 2, `person${at}.of${n}@x.example`),
        mends: { batch: old, line: oldLine },
      })),
    );
    await Promise.all(imports.map((rows) => takeIn(bed.pool, clientId, rows)));
    expect(await findBatch(bed.pool, old)).toMatchObject({ mended: 1_000 });
  });
});

describe('a row that names what it does not mend changes nothing and is taken in', () => {
  test('for instance a batch or a line that is not there, a usable row, or itself', async () => {
    const clientId = await newClient();
    const old = await takeIn(bed.pool, clientId, [rowOf(2, 'a@x.example'), refusedRow(3)]);
    const mending = await takeIn(bed.pool, clientId, [
      mendedRow(2, 999_999_999, 3),
      mendedRow(3, old, 999_999_999),
      mendedRow(4, old, 2),
      refusedRow(5, { batch: old + 1, line: 5 }),
    ]);
    expect(await findBatch(bed.pool, mending)).toMatchObject({ added: 3, rejected: 1, mended: 0 });
    expect(await refusedLines(old)).toEqual([3]);
  });

  test('nor a batch of another client', async () => {
    const old = await takeIn(bed.pool, await newClient(), [refusedRow(2)]);
    await takeIn(bed.pool, await newClient(), [mendedRow(2, old, 2)]);
    expect(await refusedLines(old)).toEqual([2]);
  });
});
