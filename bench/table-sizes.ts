import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { z } from 'zod';
import { openLedger } from '../src/ledger/open.js';
import { openEngine } from '../src/queue/engine.js';
import { inDirectory } from './directory.js';

/** Bytes that the tables of the queue took after each tenth of the jobs. */
export interface TableSizes {
  readonly jobs: number;
  readonly bytes: readonly number[];
}

/** As many jobs as a client has in the queue at the most. */
const WINDOW = 10_000;
const TENTHS = 10;
const LOOK_EVERY_MS = 20;

/**
 * Sends jobs that do nothing through the queue on PostgreSQL, a window at a time, and measures its tables.
 *
 * @throws where a job was not done exactly once
 */
export function benchTableSizes(jobs: number): Promise<TableSizes> {
  return inDirectory(async (home) => {
    const ledger = await openLedger({ home, databaseUrl: null });
    const engine = await openEngine(ledger, null);
    const queue = engine.openQueue<{ inviteId: number }>('bench-tables');
    let done = 0;
    const count = async () => {
      done += 1;
    };
    const worker = engine.openWorker('bench-tables', count, { concurrency: 50 });
    worker.on('error', () => undefined);
    const bytes: number[] = [];
    try {
      for (let added = 0; added < jobs; ) {
        const more = Math.min(WINDOW, Math.ceil(jobs / TENTHS), jobs - added);
        await queue.addBulk(
          Array.from({ length: more }, (_, n) => ({
            name: 'pre-register',
            data: { inviteId: added + n },
            opts: { jobId: `invite-${added + n}` },
          })),
        );
        added += more;
        while ((await queue.getJobCountByTypes('waiting', 'active')) > 0)
          await pause(LOOK_EVERY_MS);
        if (added >= (jobs / TENTHS) * (bytes.length + 1)) bytes.push(await sizeOf(ledger.pool));
      }
      if (done !== jobs) throw new Error(`Expected ${jobs} jobs to be done, got ${done}`);
      return { jobs, bytes };
    } finally {
      await worker.close();
      await queue.close();
      await engine.close();
      await ledger.close();
    }
  });
}

const sizeRow = z.object({ bytes: z.coerce.number() });

async function sizeOf(pool: Pool): Promise<number> {
  const { rows } = await pool.query(
    `SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class
      WHERE relnamespace = 'bullmq'::regnamespace AND relkind IN ('r', 'p')`,
  );
  return sizeRow.parse(rows[0]).bytes;
}
