import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  isPgPool,
  type Processor,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import pg from 'pg';
import type { Ledger } from '../ledger/open.js';
import { patientBackend } from './patient-backend.js';
import { postgresSchedule } from './postgres-schedule.js';
import { connectRedis } from './redis.js';
import { redisSchedule } from './redis-schedule.js';
import type { Schedule } from './schedule.js';

/** BullMQ wants a connection in the options; the engine's factory brings its own, so these are empty. */
type NoConnection = Record<string, never>;

export type JobQueue<Data> = Queue<
  Data,
  void,
  string,
  Data,
  void,
  string,
  IQueueBackend,
  NoConnection
>;
export type JobWorker<Data> = Worker<Data, void, string, IQueueBackend, never, NoConnection>;

/** What carries the queue. Everything above it is the same code on Redis and on PostgreSQL. */
export interface Engine {
  readonly kind: 'redis' | 'postgres';
  /** The caller closes what it opens. */
  openQueue<Data>(name: string): JobQueue<Data>;
  openWorker<Data>(
    name: string,
    processor: Processor<Data, void, string, never>,
    options: Omit<WorkerOptions<NoConnection>, 'connection'>,
  ): JobWorker<Data>;
  /** The schedule of slots of a client id, by its budget key. */
  schedule(budget: string): Schedule;
  /** Has the engine write something. @throws its error where it does not answer, or takes no writes */
  probe(): Promise<void>;
  /** Has whatever waits for an answer of the engine fail at once, for a process that ends while the engine is away. */
  giveUp(): void;
  close(): Promise<void>;
}

/** Redis where `redisUrl` is set, else the ledger's own PostgreSQL. */
export function openEngine(ledger: Ledger, redisUrl: string | null): Promise<Engine> {
  return redisUrl === null ? openPostgresEngine(ledger) : openRedisEngine(ledger, redisUrl);
}

async function openRedisEngine(ledger: Ledger, redisUrl: string): Promise<Engine> {
  const { redis, close, giveUp } = await connectRedis(redisUrl);
  const factory: BackendFactory<IQueueBackend, NoConnection> = (name, options, more) =>
    patientBackend(createRedisBackend(name, { ...options, connection: redis }, more));
  return {
    kind: 'redis',
    // The braces keep a queue's keys in one slot of a cluster.
    ...queuesOn(factory, `{rollcall-${ledger.id}}`),
    schedule: (budget) => redisSchedule(redis, budget),
    probe: async () => {
      await redis.set('{rollcall}:probe', 'probe', 'PX', PROBE_MS);
    },
    giveUp,
    close,
  };
}

/** How long Redis keeps what a probe wrote, in ms. */
const PROBE_MS = 60_000;

/** Connections for the queue's statements where PostgreSQL carries it, beside those that workers listen on. */
const STATEMENTS_AT_ONCE = 18;

async function openPostgresEngine(ledger: Ledger): Promise<Engine> {
  const pool = new pg.Pool({
    ...ledger.connection,
    max: STATEMENTS_AT_ONCE,
    application_name: 'rollcall-queue',
    options: '-c search_path=bullmq',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  pool.on('error', () => undefined);
  // Every queue and worker listens to the pool that it shares with the others.
  pool.setMaxListeners(0);
  // Slots are reserved on connections of their own: behind the statements of fifty jobs they would come too late.
  const schedules = ledger.openPool(2);
  const connection = await pool.connect();
  try {
    await runMigrations(connection);
  } finally {
    connection.release();
  }
  // A pool of pg is what BullMQ wants; its own narrower type of one does not admit pg's event types.
  if (!isPgPool(pool)) throw new TypeError('Expected pg.Pool to be a pool to BullMQ');
  const factory: BackendFactory<IQueueBackend, NoConnection> = (name, options, more) =>
    patientBackend(createPostgresBackend(name, { ...options, connection: pool }, more));
  const { openQueue, openWorker } = queuesOn(factory, 'rollcall');
  return {
    kind: 'postgres',
    openQueue,
    openWorker: (...worker) => {
      // A worker keeps a connection of the pool to listen on. Were there no more for it, enough workers would take them all.
      pool.options.max += 1;
      return openWorker(...worker);
    },
    schedule: (budget) => postgresSchedule(schedules, budget),
    // Where it writes, the ledger does, whose signs of life are writes.
    probe: async () => {
      await schedules.query('SELECT');
    },
    // Statements of a server that is away fail by themselves.
    giveUp: () => undefined,
    close: async () => {
      await Promise.all([pool.end(), schedules.end()]);
    },
  };
}

/**
 * A job is disposable: the ledger knows what has to be done. So none is kept when it has ended, however it ended, and one
 * whose worker died is started again as often as it takes.
 */
const DISPOSABLE = { removeOnComplete: true, removeOnFail: true } as const;
const UNATTENDED = {
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
  // After a connection that was refused; by itself BullMQ waits for fifteen seconds.
  runRetryDelay: 2_000,
} as const;

function queuesOn(factory: BackendFactory<IQueueBackend, NoConnection>, prefix: string) {
  return {
    openQueue: <Data>(name: string): JobQueue<Data> => {
      const options = { connection: {}, prefix, defaultJobOptions: DISPOSABLE };
      const queue: JobQueue<Data> = new Queue(name, options, factory);
      queue.on('error', () => undefined);
      return queue;
    },
    openWorker: <Data>(
      name: string,
      processor: Processor<Data, void, string, never>,
      options: Omit<WorkerOptions<NoConnection>, 'connection'>,
    ): JobWorker<Data> =>
      new Worker(name, processor, { ...UNATTENDED, ...options, connection: {}, prefix }, factory),
  };
}
