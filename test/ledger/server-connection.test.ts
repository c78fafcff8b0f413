import dns from 'node:dns';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { warnOfOpenConnections } from '../../src/cli/warn-of-open-connections.js';
import { joinServer, type ServerShare } from '../../src/ledger/embedded/server.js';
import { openLedger } from '../../src/ledger/open.js';
import { serverConnection } from '../../src/ledger/server-connection.js';
import { openEngine } from '../../src/queue/engine.js';
import { COMPLETE } from '../config/config-directory.js';
import { selfSigned } from '../next-identity/self-signed.js';
import { rollcall } from '../support/rollcall.js';
import { until } from '../support/until.js';

/** A name of another machine, which leads to the server that these tests have started. */
const NAME = 'ledger.example';

/** The server's certificate is for that name, and signed by nobody whom anybody knows. */
const certificate = selfSigned(NAME);

let home: string;
let share: ServerShare;
let administrator: pg.Client;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rollcall-tls-'));
  share = await joinServer(home);
  administrator = new pg.Client({ ...share.address });
  await administrator.connect();
  const { uid, gid } = statSync(join(home, 'postgres'));
  for (const [name, text] of [
    ['server.crt', certificate.cert],
    ['server.key', certificate.key],
  ] as const) {
    const path = join(home, 'postgres', name);
    writeFileSync(path, text, { mode: 0o600 });
    chownSync(path, uid, gid);
  }
  writeFileSync(join(home, 'ca.pem'), certificate.cert);
  const lookup = dns.lookup;
  const fake = (name: string, ...rest: unknown[]) =>
    Reflect.apply(lookup, dns, [name.endsWith('.example') ? '127.0.0.1' : name, ...rest]);
  jest.spyOn(dns, 'lookup').mockImplementation(fake as never);
}, 60_000);

afterAll(async () => {
  jest.restoreAllMocks();
  await administrator.end();
  await share.giveBack();
  rmSync(home, { recursive: true, force: true });
});

async function setTls(is: 'on' | 'off'): Promise<void> {
  await administrator.query(`ALTER SYSTEM SET ssl = ${is}`);
  await administrator.query('SELECT pg_reload_conf()');
  await until('the server has taken the setting', async () => {
    const { rows } = await administrator.query('SHOW ssl');
    return rows[0]?.ssl === is;
  });
}

function urlOf(host: string, query = ''): string {
  const { user, password, port, database } = share.address;
  return `postgres://${user}:${password}@${host}:${port}/${database}${query}`;
}

const BACKENDS = `SELECT count(*) FILTER (WHERE ssl)::int AS encrypted, count(*) FILTER (WHERE NOT ssl)::int AS open
  FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name LIKE 'rollcall%'`;

async function backends(): Promise<{ encrypted: number; open: number }> {
  const { rows } = await administrator.query(BACKENDS);
  return rows[0];
}

/** Opens ledger and queue, and tells how many of their connections are encrypted, and how many are not. */
async function connections(url: string): Promise<{ encrypted: number; open: number }> {
  const ledger = await openLedger({ home: '', databaseUrl: url });
  const engine = await openEngine(ledger, null);
  const further = ledger.openPool(1);
  try {
    await further.query('SELECT');
    return await backends();
  } finally {
    await further.end();
    await engine.close();
    await ledger.close();
    // The server ends its side a moment later, and these are not to be counted with the next.
    await until('the connections are gone', async () => {
      const { encrypted, open } = await backends();
      return encrypted + open === 0;
    });
  }
}

const refusalOf = (url: string) =>
  openLedger({ home: '', databaseUrl: url }).then(
    () => 'opened',
    (cause: unknown) => cause,
  );

describe('a PostgreSQL on another machine, with TLS', () => {
  beforeAll(() => setTls('on'));

  test.each(['', '?sslmode=require', '?sslmode=prefer', '?sslmode=verify-full', '?ssl=true'])(
    'is not believed with a certificate that nobody has signed: %j',
    async (query) => {
      const refusal = await refusalOf(urlOf(NAME, query));
      expect(refusal).toMatchObject({
        code: 'database_untrusted',
        message: expect.stringMatching(/SELF_SIGNED.*sslrootcert.*sslmode=disable/),
      });
      expect(String(refusal)).not.toContain(share.address.password);
    },
  );

  test('is spoken to in secret, ledger and queue, where its authority is named', async () => {
    const trusted = `?sslrootcert=${join(home, 'ca.pem')}`;
    const { encrypted, open } = await connections(urlOf(NAME, trusted));
    expect(encrypted).toBeGreaterThan(2);
    expect(open).toBe(0);
  });

  test('is not believed under another name than its own', async () => {
    const trusted = `?sslrootcert=${join(home, 'ca.pem')}&sslmode=verify-full`;
    expect(await refusalOf(urlOf('other.example', trusted))).toMatchObject({
      code: 'database_untrusted',
      message: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
  });

  test('is taken unseen, and in the open, where the operator says so', async () => {
    expect(await connections(urlOf(NAME, '?sslmode=no-verify'))).toMatchObject({ open: 0 });
    expect(await connections(urlOf(NAME, '?sslmode=disable'))).toMatchObject({ encrypted: 0 });
  });
});

describe('a PostgreSQL on another machine, without TLS', () => {
  beforeAll(() => setTls('off'));

  test('is refused, with the remedy and without the password', async () => {
    const refusal = await refusalOf(urlOf(NAME));
    expect(refusal).toMatchObject({
      code: 'database_untrusted',
      message: expect.stringMatching(/offers no TLS.*sslmode=disable/),
    });
    expect(String(refusal)).not.toContain(share.address.password);
  });

  test('is refused as well where something else answers', async () => {
    const other = createServer((socket) => socket.on('data', () => socket.end('HTTP/1.1 400\r\n')));
    await once(other.listen(0, '0.0.0.0'), 'listening');
    const { port } = other.address() as AddressInfo;
    const refusal = await refusalOf(`postgres://u@0.0.0.0:${port}/x`);
    other.close();
    expect(refusal).toMatchObject({ code: 'database_untrusted' });
  });

  test('is taken where the operator says so, and on this machine', async () => {
    expect(await connections(urlOf(NAME, '?sslmode=disable'))).toMatchObject({ encrypted: 0 });
    expect(await connections(urlOf('127.0.0.1'))).toMatchObject({ encrypted: 0 });
  });
});

test('the embedded server is reached whatever PGSSLMODE says of others', async () => {
  process.env.PGSSLMODE = 'require';
  try {
    const ledger = await openLedger({ home, databaseUrl: null });
    const engine = await openEngine(ledger, null);
    expect(ledger.id).toMatch(/^[0-9a-f]{8}$/);
    await engine.close();
    await ledger.close();
  } finally {
    delete process.env.PGSSLMODE;
  }
});

describe('DATABASE_URL', () => {
  const read = (url: string, environment = {}) => {
    const { config, protection } = serverConnection(url, environment);
    const { ssl } = config;
    return [protection, typeof ssl === 'object' ? ssl.rejectUnauthorized : ssl];
  };

  test.each([
    ['postgres://u@db.example/x', 'verified', true],
    ['postgres://u@db.example/x?ssl=0', 'none', false],
    ['postgres://u@db.example/x?ssl=no-verify', 'unverified', false],
    ['postgres://u@10.0.0.1/x?sslmode=allow', 'verified', true],
    ['postgres://u@db.example/x?sslrootcert=system', 'verified', true],
    ['postgres://u@db.example/x?uselibpqcompat=true&sslmode=require', 'verified', true],
    ['postgres://u@db.example/x?sslnegotiation=direct', 'verified', true],
    ['postgres://u@localhost/x', 'here', false],
    ['postgres://u@[::1]/x', 'here', false],
    ['postgres://u@localhost/x?sslmode=verify-full', 'here', true],
    ['postgres://u@localhost/x?host=db.example', 'verified', true],
    ['postgres://u@db.example/x?host=/run/postgresql', 'here', false],
    ['postgres://u@%2Frun%2Fpostgresql/x', 'here', false],
    ['postgres:///x', 'here', false],
  ])('%s is %s', (url, protection, isVerified) => {
    expect(read(url)).toEqual([protection, isVerified]);
  });

  test('goes by the variables of PostgreSQL where it is silent', () => {
    const url = 'postgres://u@db.example/x';
    expect(read(url, { PGSSLMODE: 'disable' })).toEqual(['none', false]);
    expect(read(`${url}?sslmode=require`, { PGSSLMODE: 'disable' })).toEqual(['verified', true]);
    expect(read('postgres:///x', { PGHOST: 'db.example' })).toEqual(['verified', true]);
  });

  test('is told in which way it is open to others, once for each process that runs for good', () => {
    const warned = (databaseUrl: string | null, redisUrl: string | null = null) => {
      const warn = jest.fn<(sentence: string) => void>();
      const log = { debug: warn, info: warn, warn, error: warn };
      warnOfOpenConnections(log as never, { databaseUrl, redisUrl });
      return warn.mock.calls.flat();
    };
    expect(warned(null)).toEqual([]);
    expect(warned('postgres://u@db.example/x', 'rediss://cache.example')).toEqual([]);
    expect(warned('postgres://u@localhost/x', 'redis://:p@127.0.0.1:6379/1')).toEqual([]);
    expect(
      warned('postgres://u@db.example/x?sslmode=disable', 'redis+sentinel://a.example/m'),
    ).toEqual([
      expect.stringContaining('PostgreSQL on another machine is not encrypted'),
      expect.stringContaining('Redis on another machine is not encrypted'),
    ]);
    expect(warned('postgres://u@db.example/x?sslmode=no-verify')).toEqual([
      expect.stringContaining('is not asked who it is'),
    ]);
    const mixed = 'redis+cluster://127.0.0.1:6379,cache.example:6379';
    expect(warned(null, mixed)).toHaveLength(1);
  });

  test.each(['work', 'serve'])('is warned of by %s, before it connects', async (command) => {
    // No name of this machine, and yet nobody but this machine: it is refused at once.
    const elsewhere = { DATABASE_URL: 'postgres://u@0.0.0.0:1/x?sslmode=disable' };
    const environment = { ...COMPLETE, ...elsewhere, REDIS_URL: 'redis://0.0.0.0:1' };
    const { exitCode, stderr } = await rollcall([command], environment, home);
    expect(stderr).toContain('PostgreSQL on another machine is not encrypted');
    expect(stderr.includes('Redis on another machine is not encrypted')).toBe(command === 'work');
    expect(stderr).toContain('Check DATABASE_URL');
    expect(exitCode).toBe(1);
  });

  test.each([
    ['postgres://u@db.example/x?sslmode=disabled', {}, /sslmode of DATABASE_URL .* "disabled"/],
    ['postgres://u@db.example/x', { PGSSLMODE: 'on' }, /PGSSLMODE .* "on"/],
  ])('is refused where its mode does not exist: %s %j', (url, environment, message) => {
    expect(() => read(url, environment)).toThrow(
      expect.objectContaining({
        code: 'database_sslmode',
        message: expect.stringMatching(message),
      }),
    );
  });

  test('is refused where a file that it names is not there', () => {
    expect(() => read('postgres://u@db.example/x?sslrootcert=/nowhere.pem')).toThrow(
      expect.objectContaining({ code: 'database_certificate' }),
    );
  });
});
