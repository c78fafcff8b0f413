import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { until } from './until.js';

/** A Redis that one test has to itself, to flush, to stop and to start again at the same address. */
export interface OwnRedis {
  readonly url: string;
  readonly port: number;
  /** Sends commands, one after the other, on a connection of their own; gives the last answer. */
  command(...commands: readonly (readonly [string, ...string[]])[]): Promise<unknown>;
  /** Ends the process and keeps its files; SIGKILL is what a power cut leaves behind. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  start(): Promise<void>;
  /** Lets the process stand still, or go on: its connections stay, and nobody answers. */
  freeze(isFrozen: boolean): void;
  /** Ends it, if it runs, and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts one; null where the tests use a Redis whose program is not on this machine.
 *
 * @param settings further options of the command line
 */
export async function startOwnRedis(settings: readonly string[] = []): Promise<OwnRedis | null> {
  const binary = process.env.TEST_REDIS_BINARY;
  if (!binary) return null;
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-own-redis-'));
  const port = await freePort();
  const address = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory];
  const url = `redis://127.0.0.1:${port}`;
  let server: ChildProcess | null = null;
  const start = async () => {
    server = spawn(binary, [...address, '--save', '', ...settings], { stdio: 'ignore' });
    await until('Redis answers', () => answers(url));
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (server === null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
    server = null;
  };
  await start();
  return {
    url,
    port,
    start,
    end,
    freeze: (isFrozen) => server?.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT'),
    async command(...commands) {
      const redis = new Redis(url);
      try {
        let answer: unknown;
        for (const [name, ...args] of commands) answer = await redis.call(name, ...args);
        return answer;
      } finally {
        redis.disconnect();
      }
    },
    async stop() {
      server?.kill('SIGCONT');
      await end('SIGTERM');
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
