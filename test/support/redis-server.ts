import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { until } from './until.js';

/** A Redis that one test has to itself, to flush or to stop. */
export interface OwnRedis {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one; null where the tests use a Redis whose program is not on this machine. */
export async function startOwnRedis(): Promise<OwnRedis | null> {
  const binary = process.env.TEST_REDIS_BINARY;
  if (!binary) return null;
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-own-redis-'));
  const port = await freePort();
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
  ];
  const server = spawn(binary, settings, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  await until('Redis answers', () => answers(url));
  return {
    url,
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  const isThere = await redis.connect().then(
    () => true,
    () => false,
  );
  redis.disconnect();
  return isThere;
}
