import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findBatch } from '../../src/ledger/batches.js';
import { sendTransaction } from '../../src/ledger/statement.js';
import { type LedgerBed, openLedgerBed } from './ledger-bed.js';
import { addTestBatch, seed } from './seed.js';

describe('statements that are sent together', () => {
  let bed: LedgerBed;
  let clientId: number;
  beforeAll(async () => {
    bed = await openLedgerBed();
    ({ clientId } = await seed(bed.pool, 0));
  });
  afterAll(() => bed.close());

  const newBatch = () => addTestBatch(bed.pool, clientId);
  const isFinished = async (id: number) => (await findBatch(bed.pool, id))?.finishedAt !== null;

  test('are all done', async () => {
    const batches = [await newBatch(), await newBatch()];
    await sendTransaction(
      bed.pool,
      batches.map((id) => ['finish-batch', [id]]),
    );
    expect(await Promise.all(batches.map(isFinished))).toEqual([true, true]);
  });

  test('are all undone where one fails, and the first failure is told', async () => {
    const batch = await newBatch();
    const sent = sendTransaction(bed.pool, [
      ['finish-batch', [batch]],
      ['finish-batch', ['no number']],
      ['finish-batch', [batch]],
    ]);
    await expect(sent).rejects.toThrow('no number');
    expect(await isFinished(batch)).toBe(false);
  });

  test('leave the connection as good as it was', async () => {
    const batch = await newBatch();
    const connection = await bed.pool.connect();
    try {
      const failing = sendTransaction(connection, [['finish-batch', ['no number']]]);
      const next = sendTransaction(connection, [['finish-batch', [batch]]]);
      await expect(failing).rejects.toThrow('no number');
      await next;
    } finally {
      connection.release();
    }
    expect(await isFinished(batch)).toBe(true);
  });

  test('fail where the connection is lost, and leave the process and the pool as they were', async () => {
    const batch = await newBatch();
    const connection = await bed.pool.connect();
    const ending = connection.query('SELECT pg_terminate_backend(pg_backend_pid())');
    const sent = sendTransaction(connection, [['finish-batch', [batch]]]);
    await expect(ending).rejects.toThrow();
    await expect(sent).rejects.toThrow();
    connection.release();
    expect(await isFinished(batch)).toBe(false);
  });
});
