import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { isLoopback } from '../config/loopback.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { inTime } from './in-time.js';

/** Reconnects within two seconds of Redis' being back; BullMQ's own strategy waits up to twenty. */
const retryStrategy = (attempt: number) => Math.min(attempt * 100, 2_000);

const untilLeaving = (leaving: AbortSignal) => (attempt: number) =>
  leaving.aborted ? null : retryStrategy(attempt);

/** After a Redis that lost its power, or a network that did, no connection is told of it: it has to be asked. Ms. */
const KEEP_ALIVE_MS = 10_000;

/** BullMQ's workers block on the connection and must never be told to give up a command. */
const forBullMq = (leaving: AbortSignal) =>
  ({
    maxRetriesPerRequest: null,
    retryStrategy: untilLeaving(leaving),
    reconnectOnError: afterReadOnly(),
    keepAlive: KEEP_ALIVE_MS,
  }) satisfies RedisOptions;

/** Connections that found a Redis read-only are made anew at most so often, in ms. */
const READ_ONLY_MS = 2_000;

/**
 * A Redis that takes no writes has become the replica of another one, which the same address may lead to by now; the old
 * connection would stay with the replica for good.
 */
function afterReadOnly(): (error: Error) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return ({ message }) => {
    const now = performance.now();
    if (!message.startsWith('READONLY') || now - last < READ_ONLY_MS) return false;
    last = now;
    return true;
  };
}

/** Said outright, as otherwise `NODE_TLS_REJECT_UNAUTHORIZED=0` turns the verification off. An object for each, as ioredis may write into it. */
const verifiedTls = () => ({ rejectUnauthorized: true });

/** How long a server is waited for that does not say goodbye, in ms. */
const QUIT_MS = 2_000;

/** A connection that has been made. */
export interface RedisConnection {
  readonly redis: Redis | Cluster;
  /** Ends it in order where the server answers, and at once where it does not. */
  close(): Promise<void>;
  /** Has whatever waits for an answer fail, and lets nobody connect again. */
  giveUp(): void;
}

/**
 * Connects to Redis: `redis://` and `rediss://` for one server, `redis+sentinel://host,host/master` for Sentinel,
 * `redis+cluster://host,host` for Cluster. User and password stand before the first host, the database at the end.
 *
 * @throws RollcallError `redis_unreachable` at once where nothing answers: without this BullMQ would wait for ever
 */
export async function connectRedis(url: string): Promise<RedisConnection> {
  const leaving = new AbortController();
  const redis = create(url, leaving.signal);
  // Trouble also comes up where a command is awaited; without a listener ioredis would print it.
  redis.on('error', () => undefined);
  try {
    await firstReady(redis);
  } catch (cause) {
    leaving.abort();
    redis.disconnect();
    throw new RollcallError(
      'redis_unreachable',
      `Redis does not answer (${cause instanceof Error ? cause.message : String(cause)}). Check REDIS_URL, and that the server runs.`,
      { cause },
    );
  }
  return {
    redis,
    async close() {
      leaving.abort();
      if (redis.status === 'ready') await inTime(redis.quit(), QUIT_MS);
      redis.disconnect();
    },
    giveUp() {
      leaving.abort();
      // One that waits for its next attempt fails with that, and whatever waits for it; disconnected, it would never.
      if (redis.status !== 'reconnecting') redis.disconnect();
    },
  };
}

function create(url: string, leaving: AbortSignal): Redis | Cluster {
  const { scheme, hosts, user, password, path } = parts(url);
  const login = { ...(user ? { username: user } : {}), ...(password ? { password } : {}) };
  const isTls = scheme.startsWith('rediss');
  const [first = '', second = '0'] = path;
  switch (scheme.split('+')[1]) {
    case 'sentinel':
      return new Redis({
        ...forBullMq(leaving),
        ...login,
        // All of it goes encrypted or none: by itself `tls` counts for neither the Sentinels nor the master.
        ...(isTls
          ? { tls: verifiedTls(), sentinelTLS: verifiedTls(), enableTLSForSentinelMode: true }
          : {}),
        // Left to itself, ioredis looks for Sentinels for ever, also when it has been told to disconnect.
        sentinelRetryStrategy: untilLeaving(leaving),
        sentinels: hosts.map(hostAndPort(26_379)),
        name: first,
        db: Number(second),
      });
    case 'cluster':
      return new Cluster(hosts.map(hostAndPort(6_379)), {
        clusterRetryStrategy: untilLeaving(leaving),
        redisOptions: {
          keepAlive: KEEP_ALIVE_MS,
          ...login,
          ...(isTls ? { tls: verifiedTls() } : {}),
        },
      });
    default:
      return new Redis(url, { ...forBullMq(leaving), ...(isTls ? { tls: verifiedTls() } : {}) });
  }
}

/** Whether a URL leads to another machine without TLS: the password and the queue's ids go over the network in the open. */
export function isOpenToOthers(url: string): boolean {
  const { scheme, hosts } = parts(url);
  if (scheme.startsWith('rediss')) return false;
  return hosts.some((text) => {
    const { host } = hostAndPort(0)(text);
    return host !== '' && !isLoopback(host);
  });
}

/** The WHATWG URL parser takes one host only, so a list of hosts is taken apart here. */
function parts(url: string) {
  const [, scheme = '', user, password, hosts = '', path = ''] =
    /^([a-z+]+):\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^/]*)\/?(.*)$/.exec(url) ?? [];
  return {
    scheme,
    user: user && decodeURIComponent(user),
    password: password && decodeURIComponent(password),
    hosts: hosts.split(','),
    path: path === '' ? [] : path.split('/'),
  };
}

const hostAndPort = (defaultPort: number) => (text: string) => {
  const { hostname, port } = new URL(`redis://${text}`);
  return { host: hostname, port: port === '' ? defaultPort : Number(port) };
};

/** Settles with the first of: ready, error, or five seconds of silence. */
function firstReady(redis: Redis | Cluster): Promise<void> {
  return new Promise((resolve, reject) => {
    const silence = setTimeout(() => reject(new Error('no answer within 5 s')), 5_000);
    redis.once('ready', () => {
      clearTimeout(silence);
      resolve();
    });
    redis.once('error', (cause: unknown) => {
      clearTimeout(silence);
      reject(cause);
    });
  });
}
