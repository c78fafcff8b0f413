import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.js';
import { type EngineKind, redisUrlFor } from '../../support/engines.js';
import type { Environment } from '../../support/rollcall.js';
import { type FaultyNetwork, openFaultyNetwork } from '../network/faulty-network.js';
import { ownPostgres, ownRedis, type RedisServer, type Server } from './servers.js';

/** Everything that the processes of a soak have around them. */
export interface World {
  /** Where they run; holds their rosters, and what they said. */
  readonly directory: string;
  readonly environment: Environment;
  readonly databaseUrl: string;
  readonly postgres: Server;
  /** Null where PostgreSQL carries the queue, or Redis' program is not on this machine: then it cannot be made to go away. */
  readonly redis: RedisServer | null;
  readonly sandbox: Sandbox;
  readonly network: FaultyNetwork;
  /** @param isKept whether the directory is still wanted */
  close(isKept: boolean): Promise<void>;
}

export async function openWorld(engine: EngineKind, seed: number): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-soak-'));
  const postgres = await ownPostgres();
  const redis = engine === 'redis' ? await ownRedis() : null;
  const redisUrl = redis?.url ?? redisUrlFor(engine);
  const latencyMs = { min: 5, max: 60 };
  const sandbox = await startSandbox({ seed, latencyMs, recentCalls: 1, mailboxSize: 1 });
  const network = await openFaultyNetwork({ target: sandbox.url, seed, jitterMs: 20 });
  return {
    directory,
    databaseUrl: postgres.url,
    postgres,
    redis,
    sandbox,
    network,
    environment: {
      DATABASE_URL: postgres.url,
      ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
      NEXT_IDENTITY_BASE_URL: network.url,
      NEXT_IDENTITY_CLIENT_ID: 'sandbox',
      NEXT_IDENTITY_CLIENT_SECRET: 'sandbox-secret',
      NEXT_IDENTITY_REDIRECT_URI: 'https://app.example/welcome',
      ROLLCALL_RATE_LIMIT: '200 per second',
      ROLLCALL_BURST: '20',
    },
    async close(isKept) {
      await network.close();
      await sandbox.close();
      await redis?.close();
      await postgres.close();
      if (!isKept) rmSync(directory, { recursive: true, force: true });
    },
  };
}
