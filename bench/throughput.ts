import { join } from 'node:path';
import { openLedger } from '../src/ledger/open.js';
import { openEngine } from '../src/queue/engine.js';
import { compareAccounts } from './check-accounts.js';
import { inDirectory } from './directory.js';
import { type EngineKind, environmentOf, invitePeople, writePeopleFile } from './invite-people.js';
import { runProgram } from './program.js';
import { queuePassResult } from './queue-pass-options.js';
import { countingInto, type RoundTrips, readRoundTrips } from './round-trips.js';
import { runScript } from './script.js';
import { type Server, startServer } from './server.js';

export interface ThroughputCase {
  readonly rows: number;
  readonly engine: EngineKind;
  readonly processes: number;
  readonly redisUrl: string;
}

export interface ThroughputResult {
  readonly rows: number;
  /** From the first call, or job, to the last. */
  readonly seconds: number;
  readonly roundTrips: RoundTrips | null;
}

/** So many that the pacer never makes anybody wait. */
const NO_LIMIT = { limit: '1000000 per second', burst: 1_000, capacity: 1 } as const;

/** As Rollcall's own, and as the script's. */
const CONCURRENCY = 50;
const CHUNK = 1_000;

/**
 * Rollcall against a sandbox without a limit and without latency.
 *
 * @throws where the two sides' accounts differ
 */
export function invitesOfRollcall(options: ThroughputCase): Promise<ThroughputResult> {
  const { rows, engine, processes, redisUrl } = options;
  return inSandbox(async (server, directory) => {
    const environment = environmentOf({ url: server.url, engine, redisUrl, ...NO_LIMIT });
    const path = join(directory, 'round-trips.ndjson');
    const forWorkers = countingInto(path);
    await invitePeople({ server, environment, forWorkers, directory, rows, processes });
    const { seconds } = await server.account();
    return { rows, seconds, roundTrips: readRoundTrips(path) };
  });
}

/**
 * The script against the same sandbox.
 *
 * @throws where what it wrote differs from the sandbox's account
 */
export function invitesOfScript(rows: number): Promise<ThroughputResult> {
  return inSandbox(async (server, directory) => {
    const results = await runScript(server.url, writePeopleFile(directory, rows), directory);
    await compareAccounts(server, results, rows);
    const { seconds } = await server.account();
    return { rows, seconds, roundTrips: null };
  });
}

/**
 * BullMQ alone with a processor that does nothing: what the queue can do at most.
 *
 * @throws where a job was not done exactly once
 */
export function jobsOfQueue(options: ThroughputCase): Promise<ThroughputResult> {
  const { rows, processes } = options;
  const redisUrl = options.engine === 'redis' ? options.redisUrl : null;
  return inDirectory(async (home) => {
    const ledger = await openLedger({ home, databaseUrl: null });
    const engine = await openEngine(ledger, redisUrl);
    const queue = engine.openQueue<{ inviteId: number }>('bench-bare');
    try {
      for (let start = 0; start < rows; start += CHUNK) {
        const jobs = Array.from({ length: Math.min(CHUNK, rows - start) }, (_, n) => ({
          name: 'pre-register',
          data: { inviteId: start + n },
        }));
        await queue.addBulk(jobs);
      }
      const path = join(home, 'round-trips.ndjson');
      const pass = { home, redisUrl, queue: queue.name, concurrency: CONCURRENCY };
      const run = () => runProgram('queue-pass', pass, countingInto(path));
      const printed = await Promise.all(Array.from({ length: processes }, run));
      const seen = printed.map((text) => queuePassResult.parse(JSON.parse(text)));
      const done = seen.reduce((sum, { jobs }) => sum + jobs, 0);
      if (done !== rows) throw new Error(`Expected ${rows} jobs to be done, got ${done}`);
      const startedAt = Math.min(...seen.map((one) => one.startedAt ?? Number.POSITIVE_INFINITY));
      const endedAt = Math.max(...seen.map((one) => one.endedAt ?? 0));
      return { rows, seconds: (endedAt - startedAt) / 1_000, roundTrips: readRoundTrips(path) };
    } finally {
      await queue.obliterate({ force: true });
      await queue.close();
      await engine.close();
      await ledger.close();
    }
  });
}

function inSandbox<Result>(
  work: (server: Server, directory: string) => Promise<Result>,
): Promise<Result> {
  return inDirectory(async (directory) => {
    const server = await startServer([], {}, directory);
    try {
      return await work(server, directory);
    } finally {
      await server.stop();
    }
  });
}
