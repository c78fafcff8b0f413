import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';
import { connectRedis, type RedisConnection } from '../../src/queue/redis.js';
import { selfSigned } from '../next-identity/self-signed.js';
import { redisUrlFor } from '../support/engines.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { bulk, type RespAnswer, type RespServer, startRespServer } from './resp-server.js';

const servers: RespServer[] = [];
const connections: RedisConnection[] = [];
const directories: string[] = [];
afterEach(async () => {
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(
  answer?: RespAnswer,
  tls?: ReturnType<typeof selfSigned>,
): Promise<RespServer> {
  const server = await startRespServer(answer, tls ?? null);
  servers.push(server);
  return server;
}

async function connect(url: string): Promise<RedisConnection> {
  const connection = await connectRedis(url);
  connections.push(connection);
  return connection;
}

/** A Sentinel that knows one master, of the name `main`, on this port. */
function sentinelFor(masterPort: number, masterHost = '127.0.0.1'): RespAnswer {
  return ([name, verb, argument]) => {
    if (name?.toLowerCase() !== 'sentinel') return null;
    if (verb !== 'get-master-addr-by-name') return '*0\r\n';
    if (argument !== 'main') return '*-1\r\n';
    return `*2\r\n${bulk(masterHost)}${bulk(String(masterPort))}`;
  };
}

/** A cluster of one node that has all slots. */
const clusterNode: RespAnswer = ([name, verb], port) => {
  if (name?.toLowerCase() === 'info') return bulk('redis_version:7.2.0\r\ncluster_enabled:1');
  if (name?.toLowerCase() !== 'cluster' || verb?.toLowerCase() !== 'slots') return null;
  const node = `*3\r\n${bulk('127.0.0.1')}:${port}\r\n${bulk('a'.repeat(40))}`;
  return `*1\r\n*3\r\n:0\r\n:16383\r\n${node}`;
};

describe('a Redis URL', () => {
  test('names a server', async () => {
    const { redis } = await connect(redisUrlFor('redis') ?? '');
    expect(await redis.ping()).toBe('PONG');
  });

  test('gives user, password and database, decoded', async () => {
    const { port, commands } = await serve();
    await connect(`redis://roll:p%40ss%2F1@127.0.0.1:${port}/3`);
    expect(commands).toEqual(expect.arrayContaining(['hello 3 AUTH roll p@ss/1', 'select 3']));
  });

  test('of Sentinel leads to the master that any of the Sentinels names', async () => {
    const master = await serve();
    const sentinel = await serve(sentinelFor(master.port));
    const hosts = `127.0.0.1:${await freePort()},127.0.0.1:${sentinel.port}`;
    await connect(`redis+sentinel://roll:p%40ss@${hosts}/main/2`);
    expect(master.commands).toEqual(expect.arrayContaining(['hello 3 AUTH roll p@ss', 'select 2']));
  });

  test('of Cluster leads to its nodes, by any of them', async () => {
    const node = await serve(clusterNode);
    const hosts = `127.0.0.1:${await freePort()},127.0.0.1:${node.port}`;
    const { redis } = await connect(`redis+cluster://roll:p%40ss@${hosts}`);
    expect(redis.isCluster).toBe(true);
    expect(node.commands).toContain('auth roll p@ss');
  });

  test.each(['rediss', 'rediss+sentinel', 'rediss+cluster'])(
    'of %s trusts no certificate that nobody has signed',
    async (scheme) => {
      const { port, commands } = await serve(undefined, selfSigned());
      await expect(connectRedis(`${scheme}://127.0.0.1:${port}/main`)).rejects.toMatchObject({
        code: 'redis_unreachable',
      });
      expect(commands).toEqual([]);
    },
  );

  test.each(['rediss', 'rediss+sentinel', 'rediss+cluster'])(
    'of %s verifies certificates whatever the environment says',
    async (scheme) => {
      const { port, commands } = await serve(undefined, selfSigned());
      const url = `${scheme}://localhost:${port}/main`;
      expect(await connectWith({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, url)).toBe(1);
      expect(commands).toEqual([]);
    },
  );

  test('of rediss+sentinel speaks to the Sentinel and to the master in secret', async () => {
    const tls = selfSigned();
    const master = await serve(undefined, tls);
    const sentinel = await serve(sentinelFor(master.port, 'localhost'), tls);
    const url = `rediss+sentinel://roll:geheim@localhost:${sentinel.port}/main`;
    expect(await connectWith({ NODE_EXTRA_CA_CERTS: fileOf(tls.cert) }, url)).toBe(0);
    expect(master.commands).toContain('hello 3 AUTH roll geheim');
  });
});

/** Connects in a process of its own, with these variables in its environment, and returns its exit code. */
async function connectWith(variables: NodeJS.ProcessEnv, url: string): Promise<unknown> {
  const script = join(PACKAGE_ROOT, 'test/queue/connect-redis.mjs');
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, [script, url], { env, stdio: 'ignore' });
  const [code] = await once(child, 'close');
  return code;
}

function fileOf(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-redis-'));
  directories.push(directory);
  const path = join(directory, 'file.pem');
  writeFileSync(path, text);
  return path;
}

test('a connection that finds its Redis read-only is made anew, but not over and over', async () => {
  const refusal = "-READONLY You can't write against a read only replica.\r\n";
  const { port, commands } = await serve(([name]) => (name === 'set' ? refusal : null));
  const { redis } = await connect(`redis://127.0.0.1:${port}`);
  const connections = () => commands.filter((command) => command.startsWith('hello')).length;
  for (let time = 0; time < 5; time += 1) {
    await expect(redis.set('key', 'value')).rejects.toThrow('READONLY');
  }
  await until('it is connected once more', () => connections() === 2 && redis.status === 'ready');
  await expect(redis.set('key', 'value')).rejects.toThrow('READONLY');
  expect(connections()).toBe(2);
});

describe('a Redis that goes away', () => {
  test('does not keep a process from ending that waits for its answer', async () => {
    const { port, close } = await startRespServer();
    const { redis, giveUp } = await connect(`redis://127.0.0.1:${port}`);
    const lost = new Promise((resolve) => redis.once('close', resolve));
    await close();
    await lost;
    const answer = expect(redis.get('key')).rejects.toThrow('Connection is closed');
    giveUp();
    await answer;
  });
});

describe('a Redis that does not answer', () => {
  test.each([
    ['redis', ''],
    ['redis+sentinel', '/main'],
    ['redis+cluster', ''],
  ])('is told at once, with the remedy and without the password: %s', async (scheme, path) => {
    const url = `${scheme}://roll:geheim@127.0.0.1:${await freePort()}${path}`;
    const refusal = await connectRedis(url).catch((cause: unknown) => cause);
    expect(refusal).toMatchObject({
      code: 'redis_unreachable',
      message: expect.stringContaining('Check REDIS_URL'),
    });
    expect(String(refusal)).not.toContain('geheim');
  });

  test('is told where it refuses the password', async () => {
    const { port } = await serve(([name]) =>
      name === 'hello' || name === 'auth' ? '-WRONGPASS invalid username-password pair\r\n' : null,
    );
    await expect(connectRedis(`redis://:wrong@127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'redis_unreachable',
    });
  });
});
