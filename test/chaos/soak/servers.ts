import { startOwnPostgres } from '../../support/postgres-server.js';
import { startOwnRedis } from '../../support/redis-server.js';

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
  const { url, start, stop, remove } = await startOwnPostgres({ max_connections: '200' });
  return {
    url,
    start,
    stop: (how) => stop(how === 'in order' ? 'fast' : 'immediate'),
    close: remove,
  };
}

/** A Redis that keeps nothing when it goes. */
export interface RedisServer extends Server {
  /** Forgets everything. */
  flush(): Promise<void>;
}

/** Null where its program is not on this machine. */
export async function ownRedis(): Promise<RedisServer | null> {
  const redis = await startOwnRedis();
  if (redis === null) return null;
  return {
    url: redis.url,
    start: redis.start,
    stop: (how) => redis.end(how === 'in order' ? 'SIGTERM' : 'SIGKILL'),
    flush: async () => void (await redis.command(['FLUSHALL'])),
    close: redis.stop,
  };
}
