import { randomUUID } from 'node:crypto';
import { DelayedError, Worker } from 'bullmq';
import { z } from 'zod';
import type { ClientConfig } from '../src/config/client-config.js';
import { DEFAULT_RETRY_POLICY } from '../src/invite/outcome.js';
import { paceOf } from '../src/invite/pace.js';
import { type Claim, dismissWorker, seeWorker } from '../src/ledger/calls.js';
import { type ClientRecord, listClients, pauseClient, saveClient } from '../src/ledger/clients.js';
import type { Ledger } from '../src/ledger/open.js';
import { toAnswer } from '../src/next-identity/to-answer.js';
import type { Log } from '../src/observe/log.js';
import { budgetOf } from '../src/queue/budget.js';
import type { Engine, JobWorker } from '../src/queue/engine.js';
import { type InviteJob, inviteQueueName } from '../src/queue/invite-queue.js';
import { InviteQueues } from '../src/queue/invite-queues.js';
import { Pacer } from '../src/queue/pacer.js';
import { SweepQueue } from '../src/queue/sweep-queue.js';
import { connectClient } from './connect-client.js';
import { preRegister } from './pre-register.js';
import { sweep } from './sweep.js';

export interface WorkersOptions {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly clients: readonly ClientConfig[];
  /** Jobs of one client that this process works on at once. */
  readonly concurrency: number;
  readonly window: number;
  readonly log: Log;
}

/** The workers of this process, running. */
export interface Workers {
  /** Ends in order: calls under way are finished, jobs that wait for their slot are handed back. May be called twice. */
  close(): Promise<void>;
}

/** How often a process says that it is alive, and looks for a changed limit, in ms. */
const SEEN_EVERY_MS = 5_000;
const LIMIT_EVERY_MS = 2_000;

const jobData = z.object({ inviteId: z.int().positive() });

/** Starts this process's share of the work: a worker for each client, and one for the sweep. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { ledger, engine, clients, window, log } = options;
  const { pool } = ledger;
  const worker = randomUUID();
  const queues = new InviteQueues(engine);
  const sweepQueue = new SweepQueue(engine);

  const records = new Map<string, ClientRecord>();
  const readRecords = async () => {
    for (const record of await listClients(pool)) records.set(record.name, record);
  };
  for (const client of clients) await saveClient(pool, client);
  await readRecords();
  await seeWorker(pool, worker);
  await sweepQueue.ensureScheduled();

  const parts = clients.map((client) => startClient(client, worker, queues, records, options));
  const sweeper = sweepQueue.openWorker(() => sweep({ pool, queues, window, log }));
  for (const { jobs } of parts) watch(jobs, log);
  watch(sweeper, log);
  // The sweep at the start takes up what an earlier process left behind.
  await sweepQueue.soon();

  const heart = every(SEEN_EVERY_MS, log, async () => {
    await seeWorker(pool, worker);
    await sweepQueue.ensureScheduled();
  });
  const limits = every(LIMIT_EVERY_MS, log, readRecords);

  const end = async () => {
    clearInterval(limits);
    for (const { pacer } of parts) pacer.close();
    await Promise.all([sweeper.close(), ...parts.map(({ jobs }) => jobs.close())]);
    await Promise.all(parts.map(({ api }) => api.close()));
    clearInterval(heart);
    await dismissWorker(pool, worker);
    await Promise.all([queues.close(), sweepQueue.close()]);
  };
  let ending: Promise<void> | null = null;
  return {
    close: () => {
      ending ??= end();
      return ending;
    },
  };
}

function startClient(
  client: ClientConfig,
  worker: string,
  queues: InviteQueues,
  records: ReadonlyMap<string, ClientRecord>,
  { ledger, engine, concurrency, log }: WorkersOptions,
) {
  const record = () => {
    const known = records.get(client.name);
    if (known === undefined) throw new Error(`Expected client ${client.name} to be in the ledger`);
    return known;
  };
  const budget = budgetOf(client.baseUrl, client.clientId);
  const pacer = new Pacer(engine.schedule(budget), () => paceOf(record()));
  const api = connectClient(client, {
    connections: concurrency,
    pace: async () => {
      await pacer.turn();
    },
  });
  const call = ({ authType, profile, locale }: Claim) =>
    toAnswer(
      api.preRegister({
        authType,
        profileFields: profile,
        paced: true,
        ...(locale === null ? {} : { locale }),
      }),
    );
  const stopClient = async (code: string, message: string) => {
    log.error({ client: client.name, code }, message);
    await pauseClient(ledger.pool, record().id, code, message);
    await queues.of(client.name).setPaused(true);
  };
  const context = {
    pool: ledger.pool,
    worker,
    pacer,
    call,
    stopClient,
    policy: DEFAULT_RETRY_POLICY,
    random: Math.random,
    log,
  };
  const jobs = engine.openWorker<InviteJob>(
    inviteQueueName(client.name),
    async (job, token) => {
      const { inviteId } = jobData.parse(job.data);
      const end = await preRegister(inviteId, context).catch((cause: unknown) => {
        // This process is ending: the job goes back to the head of the queue.
        throw isAbort(cause) ? Worker.RateLimitError() : cause;
      });
      if (end.kind === 'done') return;
      await job.moveToDelayed(Date.now() + end.afterMs, token);
      throw new DelayedError();
    },
    { concurrency },
  );
  return { api, pacer, jobs };
}

/** A job that throws is gone from the queue, and its invite is found again by the sweep: only told, not mended here. */
function watch<Data>(worker: JobWorker<Data>, log: Log): void {
  worker.on('error', (err) => log.warn({ err }, 'the queue reports trouble'));
  worker.on('failed', (_job, err) =>
    log.error({ err }, 'a job broke off; the sweep will find its invite'),
  );
}

function every(ms: number, log: Log, work: () => Promise<void>): NodeJS.Timeout {
  let isBusy = false;
  return setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    work()
      .catch((err: unknown) => log.warn({ err }, 'a regular task failed and is tried again'))
      .finally(() => {
        isBusy = false;
      });
  }, ms);
}

function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}
