import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { serverAccount } from '../../../src/ledger/embedded/account.js';
import { findBinaries } from '../../../src/ledger/embedded/binaries.js';
import { runAs } from '../../../src/ledger/embedded/run-as.js';
import { joinServer } from '../../../src/ledger/embedded/server.js';
import { freePort } from '../../support/free-port.js';
import { until } from '../../support/until.js';

/** A server that goes away and comes back at the same address. */
export interface Server {
  readonly url: string;
  /** Ends it: in order, or as a crash does. */
  stop(how: 'in order' | 'at once'): Promise<void>;
  start(): Promise<void>;
  /** Ends it for good, and removes what it kept. */
  close(): Promise<void>;
}

/** A PostgreSQL, with what it keeps. */
export async function ownPostgres(): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), 'rollcall-soak-postgres-'));
  const directory = join(home, 'postgres');
  // Makes the directory, and stops the server that was started for it.
  const { address, giveBack } = await joinServer(home);
  await giveBack();
  const port = await freePort();
  const account = serverAccount();
  const settings = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200`;
  const pgCtl = (...args: string[]) =>
    runAs(account, [directory], findBinaries(account).pgCtl, [
      '-D',
      directory,
      '-s',
      '-w',
      ...args,
    ]);
  const { user, password, host, database } = address;
  const url = `postgres://${user}:${password}@${host}:${port}/${database}`;
  const start = async () => {
    await pgCtl('start', '-t', '60', '-l', join(directory, 'server.log'), '-o', settings);
    await until('PostgreSQL answers', () => postgresAnswers(url));
  };
  const stop: Server['stop'] = async (how) => {
    await pgCtl('stop', '-t', '60', '-m', how === 'in order' ? 'fast' : 'immediate');
  };
  await start();
  return {
    url,
    start,
    stop,
    async close() {
      await stop('at once');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A Redis that keeps nothing when it goes. */
export interface RedisServer extends Server {
  /** Forgets everything. */
  flush(): Promise<void>;
}

/** Null where its program is not on this machine. */
export async function ownRedis(): Promise<RedisServer | null> {
  const binary = process.env.TEST_REDIS_BINARY;
  if (!binary) return null;
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-soak-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
  let server: ChildProcess | null = null;
  const start = async () => {
    server = spawn(binary, [...where, '--save', ''], { stdio: 'ignore' });
    await until('Redis answers', () => redisAnswers(url));
  };
  const stop: Server['stop'] = async (how) => {
    if (server === null) return;
    const ended = once(server, 'exit');
    server.kill(how === 'in order' ? 'SIGTERM' : 'SIGKILL');
    await ended;
    server = null;
  };
  await start();
  return {
    url,
    start,
    stop,
    async flush() {
      const redis = new Redis(url);
      await redis.flushall();
      await redis.quit();
    },
    async close() {
      await stop('at once');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function postgresAnswers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  return await client.connect().then(
    async () => {
      await client.end();
      return true;
    },
    () => false,
  );
}

async function redisAnswers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  // It takes connections before it has read what it kept.
  const answer = await redis
    .connect()
    .then(() => redis.ping())
    .catch(() => null);
  redis.disconnect();
  return answer === 'PONG';
}
