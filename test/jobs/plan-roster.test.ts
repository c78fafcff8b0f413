import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importRoster } from '../../jobs/import-roster.js';
import { planRoster, type RosterPlan } from '../../jobs/plan-roster.js';
import { type BatchRecord, findBatch } from '../../src/ledger/batches.js';
import { InviteQueue } from '../../src/queue/invite-queue.js';
import { openRoster, type Roster } from '../../src/roster/index.js';
import { type Seeded, seed } from '../ledger/seed.js';
import { openTestBed, type TestBed } from '../support/engines.js';

let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed('postgres');
});
afterAll(() => bed.close());

const HEADER = 'First name,Work email,Employee number';

function rosterOf(...rows: string[]): Promise<Roster> {
  return openRoster(Readable.from([[HEADER, ...rows].join('\n')]), { authType: 'email' });
}

async function planOf(client: Seeded, ...rows: string[]): Promise<RosterPlan> {
  const { clientId } = client;
  return planRoster(await rosterOf(...rows), {
    pool: bed.ledger.pool,
    clientId,
    authType: 'email',
  });
}

async function importOf(client: Seeded, ...rows: string[]): Promise<BatchRecord> {
  const { pool } = bed.ledger;
  const queue = new InviteQueue(bed.engine, client.client);
  try {
    const batchId = await importRoster(await rosterOf(...rows), {
      pool,
      client: { id: client.clientId, authType: 'email' },
      queue,
      window: 0,
      source: 'people.csv',
    });
    const batch = await findBatch(pool, batchId);
    if (batch === null) throw new Error('Expected the batch that was just made');
    return batch;
  } finally {
    await queue.close();
  }
}

const newClient = () => seed(bed.ledger.pool, 0);

describe('the plan of a roster', () => {
  test('counts what its import then does, whatever is known already', async () => {
    const client = await newClient();
    await importOf(client, ...['Ada,a@x.example,1', 'Bo,b@x.example,2', 'Cy,c@x.example,3']);
    await importOf(client, ...['Di,d@x.example,4', 'Ed,e@x.example,5']);
    // Whom a call has reached keeps the data that it was made with.
    await bed.ledger.pool.query(
      `UPDATE invite SET uuid = gen_random_uuid() WHERE client_id = $1 AND identifier = 'c@x.example'`,
      [client.clientId],
    );
    const rows = [
      'Ada,a@x.example,1',
      'Bob,b@x.example,2',
      'Cyd,c@x.example,3',
      'Di,d@x.example,44',
      'Flo,f@x.example,6',
      'Flo,F@x.example,6',
      'Floyd,f@x.example,6',
      'Ada,a@x.example,11',
      'Gus,nobody,7',
    ];
    const plan = await planOf(client, ...rows);
    const batch = await importOf(client, ...rows);
    expect(plan).toMatchObject({
      rows: 9,
      added: 1,
      known: 1,
      updated: 2,
      differing: 1,
      duplicates: 1,
      conflicts: 2,
      rejected: 1,
    });
    const { added, known, updated, differing, duplicates, conflicts, rejected } = plan;
    const counts = { added, known, updated, differing, duplicates, conflicts, rejected };
    expect(batch).toMatchObject({ rows: plan.rows, ...counts });
  });

  test('says which rows contradict which', async () => {
    const rows = ['Ada,a@x.example,1', 'Bo,b@x.example,2', 'Ida,a@x.example,1'];
    const { conflicting } = await planOf(await newClient(), ...rows);
    expect(conflicting).toEqual([{ line: 4, firstLine: 2 }]);
  });

  test('counts every conflict, and shows the first few', async () => {
    const rows = Array.from({ length: 100 }, (_, n) => `Ada ${n},a@x.example,1`);
    const plan = await planOf(await newClient(), ...rows);
    expect(plan.conflicts).toBe(99);
    expect(plan.conflicting.length).toBeLessThan(50);
  });

  test('tells whom another client has', async () => {
    const other = await newClient();
    await importOf(other, 'Zoe,zoe@x.example,1');
    const { elsewhere } = await planOf(
      await newClient(),
      'Zoe,zoe@x.example,1',
      'Yan,yan@x.example,2',
    );
    expect(elsewhere).toEqual({ [other.client]: 1 });
  });

  test('shows each person once, as the row has them that counts', async () => {
    const rows = [
      'Ada,a@x.example,1',
      'Ida,a@x.example,1',
      'Ada,A@x.example,1',
      'Bo,b@x.example,2',
    ];
    const { samples } = await planOf(await newClient(), ...rows);
    expect(samples.map(({ profile }) => profile.firstName)).toEqual(['Ada', 'Bo']);
  });

  test('puts rows together that are refused for one reason, wherever and however far off it they are', async () => {
    const long = (letters: number) => `${'a'.repeat(letters)},a@x.example,1`;
    const rows = ['"two\nlines",x', long(201), '"two\nlines",x', long(300)];
    const { problems } = await planOf(await newClient(), ...rows);
    expect(problems).toMatchObject([
      { code: 'row.cell_count', rows: 2, lines: [2, 5] },
      { code: 'value.too_long', rows: 2, lines: [4, 7] },
    ]);
  });

  test('is given up when nobody waits for it any more', async () => {
    const { clientId } = await newClient();
    const signal = AbortSignal.abort(new Error('enough'));
    const context = { pool: bed.ledger.pool, clientId, authType: 'email', signal } as const;
    await expect(planRoster(await rosterOf('Ada,a@x.example,1'), context)).rejects.toThrow(
      'enough',
    );
  });
});
