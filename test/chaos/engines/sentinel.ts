import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../support/free-port.js';
import type { OwnRedis } from '../../support/redis-server.js';
import { until } from '../../support/until.js';
import { ownRedis } from './site.js';

/** A master, its replica, and a Sentinel that watches over both. */
export interface Watched {
  /** As `REDIS_URL` names it. */
  readonly url: string;
  readonly servers: readonly [OwnRedis, OwnRedis];
  /** The port of the server that the Sentinel takes for the master. */
  master(): Promise<number>;
  /** Has the two change places although nothing is wrong, as for an upgrade. */
  failOver(): Promise<void>;
  close(): Promise<void>;
}

/** One Sentinel is a majority of one. A master is down for it after a second of silence. */
export async function startWatched(): Promise<Watched> {
  const first = await ownRedis();
  const second = await ownRedis(['--replicaof', '127.0.0.1', String(first.port)]);
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-sentinel-'));
  const port = await freePort();
  const settings = join(directory, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${directory}`,
    `sentinel monitor main 127.0.0.1 ${first.port} 1`,
    'sentinel down-after-milliseconds main 1000',
    'sentinel failover-timeout main 5000',
  ];
  writeFileSync(settings, `${lines.join('\n')}\n`);
  const sentinel = spawn(process.env.TEST_REDIS_BINARY ?? '', [settings, '--sentinel'], {
    stdio: 'ignore',
  });
  const ask = async (...words: string[]): Promise<unknown> => {
    const redis = new Redis(port, { retryStrategy: () => 100 });
    redis.on('error', () => undefined);
    try {
      return await redis.call('SENTINEL', ...words);
    } finally {
      redis.disconnect();
    }
  };
  const master = async () => {
    const address = await ask('GET-MASTER-ADDR-BY-NAME', 'main');
    return Array.isArray(address) ? Number(address[1]) : 0;
  };
  await until('the Sentinel knows the replica', async () => {
    const replicas = await ask('REPLICAS', 'main');
    return Array.isArray(replicas) && replicas.length === 1;
  });
  return {
    url: `redis+sentinel://127.0.0.1:${port}/main`,
    servers: [first, second],
    master,
    async failOver() {
      const before = await master();
      await until('the Sentinel is willing', () => ask('FAILOVER', 'main').catch(() => null));
      await until('there is another master', async () => (await master()) !== before);
    },
    async close() {
      const ended = once(sentinel, 'exit');
      sentinel.kill('SIGTERM');
      await ended;
      await first.stop();
      await second.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
