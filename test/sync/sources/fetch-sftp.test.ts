import { once } from 'node:events';
import { appendFileSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../support/until.js';
import { type Bench, contentOf, openBench, SECRETS } from './fetching.js';
import { type PasswordServer, startPasswordServer } from './password-server.js';
import { type Sshd, startSshd } from './sshd.js';

let sshd: Sshd;
let bench: Bench;
beforeAll(async () => {
  sshd = await startSshd();
  SECRETS.SFTP_KEY = sshd.privateKey.trim();
  SECRETS.LOCKED_KEY = sshd.lockedKey.trim();
  SECRETS.STRANGER = sshd.strangerKey.trim();
  SECRETS.OPEN = 'opensesame';
  SECRETS.NO_KEY = 'not a key';
  SECRETS.PASSWORD = 'pass word';
});
afterAll(() => sshd.stop());
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.remove());

function put(name: string, content: string, modified = '2026-11-21T22:00:00Z'): string {
  const path = join(bench.directory, name);
  writeFileSync(path, content);
  utimesSync(path, new Date(modified), new Date(modified));
  return path;
}

const from = (path: string, more = {}) => ({
  kind: 'sftp',
  host: '127.0.0.1',
  port: sshd.port,
  user: sshd.user,
  hostKey: sshd.hostKey,
  privateKey: { env: 'SFTP_KEY' },
  path,
  ...more,
});

describe("a file on OpenSSH's server", () => {
  test('is fetched whole, larger than any packet', async () => {
    const content = 'a@example.com\n'.repeat(100_000);
    const fetched = await bench.fetch(from(put('staff.csv', content)));
    expect(contentOf(fetched)).toBe(content);
    expect(fetched.name).toBe('staff.csv');
    expect(fetched.modifiedAt).toEqual(new Date('2026-11-21T22:00:00Z'));
    expect(bench.pauses).toEqual([10_000]);
  });

  test('of several is the newest, and none that is unfinished, hidden or a link', async () => {
    put('staff-1.csv', 'old', '2026-11-19T00:00:00Z');
    put('staff-2.csv', 'new', '2026-11-20T00:00:00Z');
    put('staff-3.csv.part', 'unfinished');
    put('.staff-4.csv', 'hidden');
    symlinkSync(put('other.txt', 'other'), join(bench.directory, 'staff-5.csv'));
    mkdirSync(join(bench.directory, 'staff-6.csv'));
    const fetched = await bench.fetch(from(join(bench.directory, 'staff-*')));
    expect(contentOf(fetched)).toBe('new');
  });

  test('is opened with a key under a passphrase', async () => {
    const locked = { privateKey: { env: 'LOCKED_KEY' }, passphrase: { env: 'OPEN' } };
    expect(contentOf(await bench.fetch(from(put('staff.csv', 'x'), locked)))).toBe('x');
  });

  test('is taken when one of several pinned keys is shown', async () => {
    const hostKey = [`SHA256:${'a'.repeat(43)}`, sshd.hostKey];
    expect(contentOf(await bench.fetch(from(put('staff.csv', 'x'), { hostKey })))).toBe('x');
  });

  test('is not taken from a server that shows another key, and nothing is tried again', async () => {
    const hostKey = `SHA256:${'a'.repeat(43)}`;
    const message = await bench.refusal(from(put('staff.csv', 'x'), { hostKey }));
    expect(message).toMatch(/^source\.host_key: /);
    expect(message).toContain(sshd.hostKey);
    expect(bench.pauses).toEqual([]);
  });

  test.each([
    ['STRANGER', /^source\.refused: .* does not let us in\. Check "user"/],
    ['LOCKED_KEY', /^source\.secret: The private key .* cannot be read/],
    ['NO_KEY', /^source\.secret: The private key .* cannot be read/],
  ])('is not given for the key %s', async (env, expected) => {
    const message = await bench.refusal(from(put('staff.csv', 'x'), { privateKey: { env } }));
    expect(message).toMatch(expected);
    expect(bench.pauses).toEqual([]);
  });

  test('that is not there, or is a directory, is named', async () => {
    const path = join(bench.directory, 'staff.csv');
    const place = `sftp://127.0.0.1:${sshd.port}${path}`;
    expect(await bench.refusal(from(path))).toBe(`source.not_found: There is no ${place}.`);
    const pattern = join(bench.directory, '*.csv');
    expect(await bench.refusal(from(pattern))).toMatch(
      /^source\.not_found: There is no file \*\.csv/,
    );
    mkdirSync(path);
    expect(await bench.refusal(from(path))).toMatch(/^source\.not_a_file: /);
  });

  test('that is still being uploaded is waited for', async () => {
    const path = put('staff.csv', 'one\n');
    bench.whilePausing = () => {
      if (bench.pauses.length === 1) appendFileSync(path, 'two\n');
    };
    expect(contentOf(await bench.fetch(from(path)))).toBe('one\ntwo\n');
    expect(bench.pauses).toEqual([10_000, 2_000, 10_000]);
  });

  test('larger than allowed is refused', async () => {
    const settings = from(put('staff.csv', 'x'.repeat(2_000)), { limits: { megabytes: 0.001 } });
    expect(await bench.refusal(settings)).toMatch(/^source\.too_large: /);
  });

  test('is no longer waited for when the run is told to end', async () => {
    const stop = new AbortController();
    bench.whilePausing = () => stop.abort();
    const refusal = await bench.refusal(from(put('staff.csv', 'x')), { signal: stop.signal });
    expect(refusal).toMatch(/^source\.stopped: /);
  });

  test('is not waited for beyond its time where the server never greets', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const settings = from('/staff.csv', { port, limits: { time: '1s' } });
    expect(await bench.refusal(settings)).toMatch(/^source\.timeout: /);
    silent.close();
  });

  test('is unreachable where nobody listens', async () => {
    expect(await bench.refusal(from('/staff.csv', { port: 1 }))).toMatch(
      /^source\.unreachable: sftp:\/\/127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)/,
    );
  });
});

describe('a server that signs in by password', () => {
  let server: PasswordServer;
  beforeAll(async () => {
    server = await startPasswordServer('pass word');
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.method = 'password';
    server.sends = Number.POSITIVE_INFINITY;
    server.ending = 'cut';
    server.sessions = 0;
  });

  const behind = (path: string, env = 'PASSWORD') => {
    const { privateKey: _, ...settings } = from(path);
    const { port, hostKey } = server;
    return { ...settings, port, hostKey, password: { env } };
  };

  test.each(['password', 'keyboard-interactive'] as const)('lets us in by %s', async (method) => {
    server.method = method;
    expect(contentOf(await bench.fetch(behind(put('staff.csv', 'x'))))).toBe('x');
  });

  test('refuses another password, which is not tried again', async () => {
    const message = await bench.refusal(behind(put('staff.csv', 'x'), 'OPEN'));
    expect(message).toMatch(/^source\.refused: /);
    expect(message).not.toContain('opensesame');
    expect(bench.pauses).toEqual([]);
  });

  test('and hangs up while an export is waited for is asked again', async () => {
    const path = put('staff.csv', 'x');
    bench.whilePausing = async () => {
      if (bench.pauses.length > 1) return;
      const { ended } = server;
      server.cut();
      await until('the connection has ended', () => server.ended > ended);
    };
    expect(contentOf(await bench.fetch(behind(path)))).toBe('x');
    expect(bench.pauses).toEqual([10_000, 2_000, 10_000]);
  });

  test('and breaks off in the middle of an export gives nothing, four times', async () => {
    server.sends = 200_000;
    const message = await bench.refusal(behind(put('staff.csv', 'a'.repeat(1_000_000))));
    expect(message).toMatch(/^source\.truncated: .* broke off after \d+ bytes/);
    expect(server.sessions).toBe(4);
    expect(bench.copies()).toEqual([]);
  });

  test('and goes silent in the middle of an export is left when the time is over', async () => {
    Object.assign(server, { sends: 200_000, ending: 'silence' });
    const settings = behind(put('staff.csv', 'a'.repeat(1_000_000)));
    const message = await bench.refusal({ ...settings, limits: { time: '3s' } });
    expect(message).toMatch(/^source\.timeout: /);
    expect(bench.copies()).toEqual([]);
  });
});
