import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Ledger, openLedger } from '../src/ledger/open.js';
import { openEngine } from '../src/queue/engine.js';
import { type InviteJob, inviteQueueName } from '../src/queue/invite-queue.js';
import { checkImport } from './check-import.js';
import { inDirectory } from './directory.js';
import type { PassOptions } from './import-pass.js';
import { newClient } from './new-client.js';
import { runProgram } from './program.js';
import { type RosterFile, writeRosterFile } from './roster-file.js';
import { type PassResult, passResult } from './stopwatch.js';

export interface ImportCase {
  readonly rows: number;
  /** The queue is on this Redis; null: on the embedded PostgreSQL. */
  readonly redisUrl: string | null;
}

/** One run over one roster: Rollcall's passes beside what their parts can do alone. */
export interface ImportResult {
  readonly rows: number;
  readonly fileBytes: number;
  /** csv-parse alone. */
  readonly parse: PassResult;
  /** BullMQ's addBulk alone, a job for each row. */
  readonly enqueue: PassResult;
  readonly plan: PassResult;
  readonly import: PassResult;
  /** Seconds from the start of the import until a worker of another process had the first job, and until the file was read. */
  readonly firstJob: number;
  readonly endOfFile: number;
}

/** As in production: `ROLLCALL_QUEUE_WINDOW`. */
const WINDOW = 10_000;

/**
 * Imports a roster of so many rows into a fresh embedded ledger, every pass in a process of its own. A profile of each
 * is written where `NODE_OPTIONS=--cpu-prof` is set.
 *
 * @throws where a row is missing in the ledger, is there twice, or the queue does not hold its window
 */
export function benchImport({ rows, redisUrl }: ImportCase): Promise<ImportResult> {
  return inDirectory(async (directory) => {
    const home = join(directory, 'home');
    const file = await writeRosterFile(join(directory, 'people.csv'), rows);
    const ledger = await openLedger({ home, databaseUrl: null });
    try {
      const client = await newClient(ledger.pool, directory);
      const options = { path: file.path, rows, home, redisUrl, client, window: WINDOW };
      const parse = await runPass({ ...options, pass: 'parse' });
      const plan = await runPass({ ...options, pass: 'plan' });
      const taken = await runImport(ledger, file, options);
      const enqueue = await runPass({ ...options, pass: 'enqueue' });
      return { rows, fileBytes: statSync(file.path).size, parse, enqueue, plan, ...taken };
    } finally {
      await ledger.close();
    }
  });
}

/** The import while a worker waits for its first job, which it keeps until all is taken in and checked. */
async function runImport(ledger: Ledger, file: RosterFile, options: Omit<PassOptions, 'pass'>) {
  const { client, redisUrl } = options;
  const engine = await openEngine(ledger, redisUrl);
  const queue = engine.openQueue<InviteJob>(inviteQueueName(client.name));
  const checked = new AbortController();
  const worker = engine.openWorker<InviteJob>(
    inviteQueueName(client.name),
    async () => {
      await once(checked.signal, 'abort');
    },
    { concurrency: 1 },
  );
  const firstJobAt = once(worker, 'active').then(() => Date.now());
  try {
    await worker.waitUntilReady();
    const result = await runPass({ ...options, pass: 'import' });
    const jobs = await queue.getJobCountByTypes('waiting', 'active');
    await checkImport(ledger.pool, client.id, file, { jobs, window: options.window });
    const since = (at: number) => (at - result.startedAt) / 1_000;
    return {
      import: result,
      firstJob: since(await firstJobAt),
      endOfFile: since(result.endOfFileAt ?? Number.NaN),
    };
  } finally {
    await queue.pause();
    checked.abort();
    await worker.close();
    await queue.obliterate({ force: true });
    await queue.close();
    await engine.close();
  }
}

async function runPass(options: PassOptions): Promise<PassResult> {
  const result = passResult.parse(JSON.parse(await runProgram('import-pass', options)));
  if (result.rows !== options.rows) {
    throw new Error(`The pass "${options.pass}" saw ${result.rows} rows of ${options.rows}`);
  }
  return result;
}
