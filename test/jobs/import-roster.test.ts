import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ImportContext, importRoster } from '../../jobs/import-roster.js';
import { findBatch } from '../../src/ledger/batches.js';
import { countStates } from '../../src/ledger/counts.js';
import { readBatchRows, readRejectedRows } from '../../src/ledger/people.js';
import { run } from '../../src/ledger/statement.js';
import { InviteQueue } from '../../src/queue/invite-queue.js';
import { openRoster, type Roster } from '../../src/roster/index.js';
import { linesWith } from '../ledger/everything.js';
import { type Seeded, seed } from '../ledger/seed.js';
import { ENGINES, openTestBed, type TestBed } from '../support/engines.js';
import { until } from '../support/until.js';

const LINES_AT_ONCE = 100;

/** A roster's bytes, piece by piece, as a file is read; `lineOf` writes each row. */
function bytesOf(rows: number, lineOf = (n: number) => `Ada,person${n}@example.com`): Readable {
  function* pieces() {
    yield Buffer.from('First name,Work email\n');
    for (let start = 0; start < rows; start += LINES_AT_ONCE) {
      const count = Math.min(LINES_AT_ONCE, rows - start);
      const lines = Array.from({ length: count }, (_, n) => `${lineOf(start + n)}\n`);
      yield Buffer.from(lines.join(''));
    }
  }
  return Readable.from(pieces());
}

const rosterOf = (bytes: Readable) => openRoster(bytes, { authType: 'email' });

/** The roster with an account of how many of its rows have been read. */
function counted(roster: Roster): { roster: Roster; read(): number } {
  let read = 0;
  async function* rows() {
    for await (const row of roster.rows) {
      read += 1;
      yield row;
    }
  }
  return { roster: { ...roster, rows: rows() }, read: () => read };
}

describe.each(ENGINES)('the import on %s', (kind) => {
  let bed: TestBed;
  const open: InviteQueue[] = [];
  beforeAll(async () => {
    bed = await openTestBed(kind);
  });
  afterAll(async () => {
    await Promise.all(open.map((queue) => queue.close()));
    await bed.close();
  });

  /** A client with nobody yet, and the context to import for it. */
  async function newClient(): Promise<{ client: Seeded; context: ImportContext }> {
    const client = await seed(bed.ledger.pool, 0);
    const queue = new InviteQueue(bed.engine, client.client);
    open.push(queue);
    const record = { id: client.clientId, authType: 'email' } as const;
    const context = { pool: bed.ledger.pool, client: record, queue, window: 100, source: 'a.csv' };
    return { client, context };
  }
  const batch = (id: number) => findBatch(bed.ledger.pool, id);
  const states = ({ clientId }: Seeded) =>
    countStates(bed.ledger.pool, { clientId, batchId: null });

  test('keeps nothing of somebody who is forgotten while their row is on its way', async () => {
    const { pool } = bed.ledger;
    const { client, context } = await newClient();
    const forgetting = await pool.connect();
    try {
      await forgetting.query('BEGIN');
      await run(forgetting, 'forget/lock-imports-out');
      const gone = `gone.${kind}@example.com`;
      const imported = importRoster(await rosterOf(bytesOf(2, (n) => `Ada,${n}${gone}`)), context);
      await until('the import waits', async () => {
        const { rows } = await pool.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'",
        );
        return rows.length > 0;
      });
      await run(forgetting, 'forget/remember', [['email'], [`0${gone}`], 'request']);
      await forgetting.query('COMMIT');
      expect(await batch(await imported)).toMatchObject({ rows: 2, added: 2 });
      expect(await linesWith(pool, [`0${gone}`])).toEqual([]);
      expect(await states(client)).toEqual({ cancelled: 1, queued: 1 });
    } finally {
      forgetting.release(true);
    }
  });

  test('takes every row in, and queues no more people than the window holds', async () => {
    const { client, context } = await newClient();
    const batchId = await importRoster(await rosterOf(bytesOf(1_234)), context);
    expect(await batch(batchId)).toMatchObject({
      source: 'a.csv',
      columns: ['First name', 'Work email'],
      delimiter: ',',
      encoding: 'utf-8',
      bom: false,
      rows: 1_234,
      added: 1_234,
      finishedAt: expect.any(Date),
    });
    expect(await states(client)).toEqual({ queued: 100, pending: 1_134 });
    expect(await context.queue.count()).toBe(100);
  });

  test('reads one set of rows ahead of the ledger and no more', async () => {
    const { context } = await newClient();
    const { roster, read } = counted(await rosterOf(bytesOf(3_100)));
    const taken: number[] = [];
    const ahead: number[] = [];
    await importRoster(roster, {
      ...context,
      onRows: (rows) => {
        taken.push(rows);
        ahead.push(read() - rows);
      },
    });
    expect(taken).toEqual([500, 1_000, 1_500, 2_000, 2_500, 3_000, 3_100]);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(1_000);
  });

  test('has people queued while the file is still being read', async () => {
    const { context } = await newClient();
    const { roster, read } = counted(await rosterOf(bytesOf(2_000)));
    const hasJobs = async () => (await context.queue.count()) > 0;
    const rows = (async function* () {
      for await (const row of roster.rows) {
        if (read() === 1_500) await until('there is a job', hasJobs);
        yield row;
      }
    })();
    await importRoster({ ...roster, rows }, context);
    expect(await context.queue.count()).toBe(100);
  });

  test('tells the batch before the first row', async () => {
    const { context } = await newClient();
    const told: string[] = [];
    await importRoster(await rosterOf(bytesOf(3)), {
      ...context,
      onBatch: () => told.push('batch'),
      onRows: (rows) => told.push(`${rows} rows`),
    });
    expect(told).toEqual(['batch', '3 rows']);
  });

  test('again makes no new invite and no new job', async () => {
    const { client, context } = await newClient();
    await importRoster(await rosterOf(bytesOf(50)), context);
    const again = await importRoster(await rosterOf(bytesOf(60)), context);
    expect(await batch(again)).toMatchObject({ rows: 60, added: 10, known: 50 });
    expect(await states(client)).toEqual({ queued: 60 });
    expect(await context.queue.count()).toBe(60);
  });

  test('of mended rows marks the refused ones that they came from', async () => {
    const { context } = await newClient();
    const first = await importRoster(await rosterOf(bytesOf(2, () => 'Ada,ada at x')), context);
    const mended = `First name,Work email,rollcall_batch,rollcall_line\nAda,ada@x.example,${first},3\n`;
    const second = await importRoster(await rosterOf(Readable.from([mended])), context);
    expect(await batch(first)).toMatchObject({ rejected: 2, mended: 1, mendedBy: [second] });
  });

  test('keeps refused rows with their reasons beside the others', async () => {
    const { context } = await newClient();
    const lines = ['Ada,ada@example.com', 'Bob,bob at example.com', 'Ada,ADA@example.com', 'Cy'];
    const batchId = await importRoster(await rosterOf(bytesOf(4, (n) => lines[n] ?? '')), context);
    expect(await batch(batchId)).toMatchObject({ rows: 4, added: 1, duplicates: 1, rejected: 2 });
    const codes: string[] = [];
    for await (const { line, problems } of readRejectedRows(bed.ledger.pool, batchId)) {
      codes.push(`${line} ${problems.map(({ code }) => code).join()}`);
    }
    expect(codes).toEqual(['3 email.malformed', '5 row.cell_count']);
  });

  test('of a file that breaks off keeps what was read, and does not call the batch finished', async () => {
    const { client, context } = await newClient();
    const roster = await rosterOf(bytesOf(700));
    async function* broken() {
      for await (const row of roster.rows) {
        yield row;
        if (row.line === 621) throw new Error('the disk is gone');
      }
    }
    let batchId = 0;
    await expect(
      importRoster(
        { ...roster, rows: broken() },
        {
          ...context,
          onBatch: (id) => {
            batchId = id;
          },
        },
      ),
    ).rejects.toThrow('the disk is gone');
    expect(await batch(batchId)).toMatchObject({ rows: 620, added: 620, finishedAt: null });

    await importRoster(await rosterOf(bytesOf(700)), context);
    expect(await states(client)).toEqual({ queued: 100, pending: 600 });
  });

  test('ends between two sets when it is told to, and closes the file', async () => {
    const { context } = await newClient();
    const source = bytesOf(5_000);
    const stop = new AbortController();
    let batchId = 0;
    await expect(
      importRoster(await rosterOf(source), {
        ...context,
        signal: stop.signal,
        onBatch: (id) => {
          batchId = id;
        },
        onRows: () => stop.abort(),
      }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    const { rows = 0, finishedAt } = (await batch(batchId)) ?? {};
    expect(rows % 500).toBe(0);
    expect(rows).toBeLessThanOrEqual(1_000);
    expect(finishedAt).toBeNull();
    expect(source.destroyed).toBe(true);

    const lines: number[] = [];
    for await (const { line } of readBatchRows(bed.ledger.pool, batchId)) lines.push(line);
    expect(lines).toEqual(Array.from({ length: rows }, (_, n) => n + 2));
  });
});
