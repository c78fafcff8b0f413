import { randomUUID } from 'node:crypto';
import type { ClientConfig } from '../src/config/client-config.js';
import { type ClientRecord, listClients, saveClient } from '../src/ledger/clients.js';
import type { Ledger } from '../src/ledger/open.js';
import { dismissWorker, seeWorker } from '../src/ledger/workers.js';
import type { Log } from '../src/observe/log.js';
import { passingTrouble } from '../src/observe/passing-trouble.js';
import type { Engine } from '../src/queue/engine.js';
import { InviteQueues } from '../src/queue/invite-queues.js';
import { ResendQueues } from '../src/queue/resend-queue.js';
import { SweepQueue } from '../src/queue/sweep-queue.js';
import { leaveQueue } from './leave-queue.js';
import { Outages } from './outages.js';
import { Patience } from './patience.js';
import { startClient } from './start-client.js';
import { sweep } from './sweep.js';
import { startSyncs } from './sync/start-syncs.js';
import type { SyncWorld } from './sync/sync-world.js';
import { watchWorker } from './watch-worker.js';

export interface WorkersOptions {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly clients: readonly ClientConfig[];
  /** Jobs of one client that this process works on at once. */
  readonly concurrency: number;
  readonly window: number;
  readonly log: Log;
  /** What the schedules of syncs need; left out, this process leaves them to others. */
  readonly syncs?: SyncWorld;
}

/** The workers of this process, running. */
export interface Workers {
  /** Ends in order: calls under way are finished, jobs that wait for their slot are handed back. May be called twice. */
  close(): Promise<void>;
}

/** How often a process says that it is alive, sees to the schedules in the queue, and looks for a changed limit, in ms. */
const SEEN_EVERY_MS = 5_000;
const SCHEDULES_EVERY_MS = 5_000;
const LIMIT_EVERY_MS = 2_000;

const FOUND_AGAIN = 'the sweep will find its invite';

/** Starts this process's share of the work: a worker for each client, and one for the sweep. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { ledger, engine, clients, concurrency, window, log } = options;
  const { pool } = ledger;
  const worker = randomUUID();
  const queues = new InviteQueues(engine);
  const resendQueues = new ResendQueues(engine);
  const sweepQueue = new SweepQueue(engine);

  const records = new Map<string, ClientRecord>();
  const readRecords = async () => {
    for (const record of await listClients(pool)) records.set(record.name, record);
  };
  const record = (name: string) => {
    const known = records.get(name);
    if (known === undefined) throw new Error(`Expected client ${name} to be in the ledger`);
    return known;
  };
  for (const client of clients) await saveClient(pool, client);
  await readRecords();
  const paces = fixedPaces(clients, (name) => record(name).id);
  await seeWorker(pool, worker, paces);
  await sweepQueue.ensureScheduled();

  const outages = new Outages(log);
  const patience = new Patience({
    probe: (server) => (server === 'Redis' ? engine.probe() : pool.query('SELECT')),
    onTrouble: outages.tell,
    random: Math.random,
  });
  const tools = { ledger, engine, queues, resendQueues, worker, concurrency, patience, log };
  const parts = clients.map((client) =>
    startClient(client, { ...tools, record: () => record(client.name) }),
  );
  const sweeper = sweepQueue.openWorker(() =>
    sweep({ pool, queues, resendQueues, clients, window, log }),
  );
  const watching = { log, engine, onTrouble: outages.tell };
  for (const { workers } of parts) {
    const [invites, resends] = workers;
    watchWorker(invites, watching, FOUND_AGAIN);
    watchWorker(resends, watching, FOUND_AGAIN);
  }
  watchWorker(sweeper, watching, FOUND_AGAIN);
  // The sweep at the start takes up what an earlier process left behind.
  await sweepQueue.soon();
  const syncs =
    options.syncs === undefined ? null : await startSyncs(engine, options.syncs, outages.tell);

  // By itself: were it to wait for a queue that does not answer, others would take this process for dead, and its calls for lost.
  const heart = outages.watch('PostgreSQL', {
    everyMs: SEEN_EVERY_MS,
    work: () => seeWorker(pool, worker, paces),
  });
  const schedules = outages.watch(engine.kind === 'redis' ? 'Redis' : 'PostgreSQL', {
    everyMs: SCHEDULES_EVERY_MS,
    work: async () => {
      await engine.probe();
      await sweepQueue.ensureScheduled();
      await syncs?.ensureScheduled();
    },
  });
  const limits = outages.watch('PostgreSQL', { everyMs: LIMIT_EVERY_MS, work: readRecords });

  const end = async () => {
    clearInterval(limits);
    clearInterval(schedules);
    patience.close();
    for (const { pacers } of parts) for (const pacer of pacers) pacer.close();
    const closing = Promise.all([
      sweeper.close(),
      syncs?.close(),
      ...parts.flatMap(({ workers }) => workers.map((jobs) => jobs.close())),
    ]);
    await leaveQueue(closing, { engine, patience, log });
    await Promise.all(parts.flatMap(({ apis }) => apis.map((api) => api.close())));
    clearInterval(heart);
    // Where the ledger is away, others see by the silence that this process has gone.
    await dismissWorker(pool, worker).catch(unlessPassing);
    await Promise.all([queues.close(), resendQueues.close(), sweepQueue.close()]);
  };
  let ending: Promise<void> | null = null;
  return {
    close: () => {
      ending ??= end();
      return ending;
    },
  };
}

/** The paces that are kept whatever 429s would teach, by the client's id. */
function fixedPaces(clients: readonly ClientConfig[], idOf: (name: string) => number) {
  return Object.fromEntries(
    clients.flatMap(({ name, pace }) => (pace === null ? [] : [[idOf(name), pace] as const])),
  );
}

function unlessPassing(cause: unknown): void {
  if (passingTrouble(cause) === null) throw cause;
}
