import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addRows, findBatch } from '../../src/ledger/batches.js';
import { readBatchRows } from '../../src/ledger/people.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { addTestBatch, rowOf, type Seeded, seed, takeIn } from './seed.js';

let bed: LedgerBed;
beforeAll(async () => {
  bed = await openLedgerBed();
});
afterAll(() => bed.close());

const ADA = 'person0@example.com';
const GRACE = { profile: { emailAddress: ADA, firstName: 'Grace' } };

/** A client with one person, who has been put where `columns` says. */
async function seedPerson(columns: Readonly<Record<string, string>>): Promise<Seeded> {
  const seeded = await seed(bed.pool, 1);
  // States that no single step reaches are set all the same: what led there is not what is tested.
  await bed.pool.query('ALTER TABLE invite DISABLE TRIGGER invite_transition');
  const set = Object.entries(columns).map(([column, value]) => `${column} = '${value}'`);
  await bed.pool.query(`UPDATE invite SET ${set.join(', ')} WHERE client_id = $1`, [
    seeded.clientId,
  ]);
  await bed.pool.query('ALTER TABLE invite ENABLE TRIGGER invite_transition');
  return seeded;
}

interface Person {
  readonly state: string;
  readonly name: string;
  readonly tries: number;
  readonly code: string | null;
  readonly isDue: boolean;
}

async function person({ clientId }: Seeded): Promise<Person> {
  const { rows } = await bed.pool.query<Person>(
    `SELECT state, profile ->> 'firstName' AS name, tries, code, coalesce(due_at <= now(), false) AS "isDue"
       FROM invite WHERE client_id = $1`,
    [clientId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('Expected one person');
  return row;
}

async function statusesOf(batchId: number): Promise<string[]> {
  const found: string[] = [];
  for await (const { line, status, repeats } of readBatchRows(bed.pool, batchId)) {
    found.push(`${line} ${status}${repeats === null ? '' : ` of ${repeats}`}`);
  }
  return found;
}

describe('a person who comes in again with other data', () => {
  test.each([
    ['is waiting', { state: 'pending' }],
    ['is in the queue', { state: 'queued' }],
    ['was cancelled before any call', { state: 'cancelled' }],
  ])('is updated and stays where they are, where the person %s', async (_, columns) => {
    const seeded = await seedPerson(columns);
    const batchId = await takeIn(bed.pool, seeded.clientId, [rowOf(2, ADA, GRACE)]);
    expect(await statusesOf(batchId)).toEqual(['2 updated']);
    expect(await person(seeded)).toMatchObject({ state: columns.state, name: 'Grace' });
  });

  test('is updated and called again from the start, where the person had failed', async () => {
    const failed = { state: 'failed', tries: '12', code: 'invalid_form_fields' };
    const seeded = await seedPerson(failed);
    await bed.pool.query('UPDATE invite SET due_at = NULL WHERE client_id = $1', [seeded.clientId]);
    const batchId = await takeIn(bed.pool, seeded.clientId, [rowOf(2, ADA, GRACE)]);
    expect(await statusesOf(batchId)).toEqual(['2 updated']);
    const afresh = { state: 'pending', name: 'Grace', tries: 0, code: null, isDue: true };
    expect(await person(seeded)).toEqual(afresh);
  });

  test.each([
    ['a call is under way', { state: 'sending' }],
    ['an answer was lost', { state: 'unknown' }],
    ['a call after a lost one waits', { state: 'queued', may_have_arrived: 'true' }],
    ['they are invited', { state: 'invited', uuid: '0190c3a4-7a1b-7c3d-8e4f-5a6b7c8d9e0f' }],
    ['they were there already', { state: 'existing' }],
    [
      'they were cancelled after the invitation',
      { state: 'cancelled', uuid: '0190c3a4-7a1b-7c3d-8e4f-5a6b7c8d9e0f' },
    ],
  ])('differs and is left as it is, where %s', async (_, columns) => {
    const seeded = await seedPerson(columns);
    const batchId = await takeIn(bed.pool, seeded.clientId, [rowOf(2, ADA, GRACE)]);
    expect(await statusesOf(batchId)).toEqual(['2 differs']);
    expect(await findBatch(bed.pool, batchId)).toMatchObject({ rows: 1, differing: 1 });
    expect(await person(seeded)).toMatchObject({ state: columns.state, name: 'Ada' });
  });

  test.each([
    ['the locale', { locale: 'de-DE' }],
    ['the employee number', { employeeNumber: '7' }],
  ])('is updated where %s alone is another', async (_, change) => {
    const { clientId } = await seed(bed.pool, 1);
    const rows = [rowOf(2, ADA, change)];
    expect(await statusesOf(await takeIn(bed.pool, clientId, rows))).toEqual(['2 updated']);
    expect(await statusesOf(await takeIn(bed.pool, clientId, rows))).toEqual(['2 known']);
  });
});

describe('a time zone', () => {
  const zoned = rowOf(2, ADA, { timeZone: 'Asia/Tokyo' });
  const zoneOf = async (clientId: number) => {
    const sql = 'SELECT time_zone, planned_by FROM invite WHERE client_id = $1';
    return (await bed.pool.query(sql, [clientId])).rows[0];
  };

  test.each(['pending', 'invited'])(
    'of a person is taken over, where they are %s',
    async (state) => {
      const seeded = await seedPerson({ state, planned_by: 'some policy' });
      expect(await statusesOf(await takeIn(bed.pool, seeded.clientId, [zoned]))).toEqual([
        '2 known',
      ]);
      const taken = { time_zone: 'Asia/Tokyo', planned_by: null };
      expect(await zoneOf(seeded.clientId)).toEqual(taken);
      await takeIn(bed.pool, seeded.clientId, [rowOf(2, ADA)]);
      expect(await zoneOf(seeded.clientId)).toEqual(taken);
    },
  );

  test('comes in with other new data, too', async () => {
    const { clientId } = await seedPerson({ state: 'pending' });
    const changed = rowOf(2, ADA, { ...GRACE, timeZone: 'Asia/Tokyo' });
    expect(await statusesOf(await takeIn(bed.pool, clientId, [changed]))).toEqual(['2 updated']);
    expect(await zoneOf(clientId)).toMatchObject({ time_zone: 'Asia/Tokyo' });
  });

  test('of a new person is kept', async () => {
    const { clientId } = await seed(bed.pool, 1);
    await takeIn(bed.pool, clientId, [zoned]);
    expect(await zoneOf(clientId)).toMatchObject({ time_zone: 'Asia/Tokyo' });
  });
});

describe('a person who comes in again with the same data', () => {
  test.each(['pending', 'failed', 'invited', 'cancelled'])(
    'is known and not touched: %s',
    async (state) => {
      const seeded = await seedPerson({ state, tries: '3' });
      const batchId = await takeIn(bed.pool, seeded.clientId, [rowOf(2, ADA)]);
      expect(await statusesOf(batchId)).toEqual(['2 known']);
      expect(await person(seeded)).toMatchObject({ state, tries: 3 });
    },
  );
});

describe('a person who stands in a file twice', () => {
  test.each([
    ['in one set', 4],
    ['in several sets', 1],
  ])('counts as the first row has them, and the others tell its line: %s', async (_, setSize) => {
    const { clientId } = await seed(bed.pool, 1);
    const batchId = await addTestBatch(bed.pool, clientId);
    const rows = [
      rowOf(2, ADA, GRACE),
      rowOf(3, ADA),
      rowOf(4, 'new@x.example'),
      rowOf(6, ADA, GRACE),
      rowOf(7, 'new@x.example', { locale: 'fr-FR' }),
    ];
    for (let start = 0; start < rows.length; start += setSize) {
      const ids = { clientId, authType: 'email', batchId };
      await addRows(bed.pool, ids, rows.slice(start, start + setSize));
    }
    expect(await statusesOf(batchId)).toEqual([
      '2 updated',
      '3 conflict of 2',
      '4 added',
      '6 duplicate of 2',
      '7 conflict of 4',
    ]);
  });
});

test('imports of the same people with other data at once end with one of them, whole, and count every row', async () => {
  const PEOPLE = 1_000;
  const { clientId } = await seed(bed.pool, PEOPLE / 2);
  const people = Array.from({ length: PEOPLE }, (_, n) => `person${n}@example.com`);
  const orders = [people, people.toReversed(), people, people.toReversed()];
  const batchIds = await Promise.all(
    orders.map((order, n) => {
      const rows = order.map((who, at) => rowOf(at + 2, who, { employeeNumber: `${n}` }));
      return takeIn(bed.pool, clientId, rows);
    }),
  );
  const batches = await Promise.all(batchIds.map((id) => findBatch(bed.pool, id)));
  const sum = (count: (batch: (typeof batches)[number]) => number | undefined) =>
    batches.reduce((total, batch) => total + (count(batch) ?? 0), 0);
  expect(sum((batch) => batch?.rows)).toBe(4 * PEOPLE);
  expect(sum((batch) => batch?.added)).toBe(PEOPLE / 2);
  expect(sum((batch) => batch?.updated)).toBe(4 * PEOPLE - PEOPLE / 2);
  const { rows } = await bed.pool.query(
    "SELECT count(*) AS people FROM invite WHERE client_id = $1 AND employee_number IN ('0', '1', '2', '3')",
    [clientId],
  );
  expect(rows).toEqual([{ people: PEOPLE }]);
});
