import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Fetched } from '../../../src/sync/sources/source.js';
import { type Bench, contentOf, openBench, SECRETS } from './fetching.js';
import { type HttpsServer, startHttpsServer } from './https-server.js';

let server: HttpsServer;
let bench: Bench;
beforeAll(async () => {
  server = await startHttpsServer();
  SECRETS.HR_TOKEN = 'Bearer s3cret';
});
afterAll(() => server.stop());
beforeEach(() => {
  bench = openBench();
});
afterEach(() => bench.remove());

const CONTENT = 'email\na@example.com\n';
const trust = () => ({ certificateAuthority: server.certificate });
const from = (path: string) => ({ kind: 'https', url: `${server.url}${path}` });
const fetch = (path: string, more = {}): Promise<Fetched> =>
  bench.fetch({ ...from(path), ...more }, trust());
const refusal = (path: string, more = {}): Promise<string> =>
  bench.refusal({ ...from(path), ...more }, trust());

describe('a download', () => {
  test('brings the export, with its name and time', async () => {
    const requests: IncomingMessage[] = [];
    server.answer = (request, response) => {
      requests.push(request);
      response.setHeader('last-modified', 'Sat, 21 Nov 2026 22:00:00 GMT').end(CONTENT);
    };
    const header = { name: 'Authorization', secret: { env: 'HR_TOKEN' } };
    const fetched = await fetch('/out/staff.csv?of=today', { header });
    expect(contentOf(fetched)).toBe(CONTENT);
    expect(fetched.name).toBe('staff.csv');
    expect(fetched.modifiedAt).toEqual(new Date('2026-11-21T22:00:00Z'));
    expect(requests[0]?.headers.authorization).toBe('Bearer s3cret');
    expect(requests[0]?.url).toBe('/out/staff.csv?of=today');
  });

  test('may be chunked', async () => {
    server.answer = (_, response) => {
      response.write(CONTENT);
      response.end(CONTENT);
    };
    expect(contentOf(await fetch('/staff.csv'))).toBe(CONTENT + CONTENT);
  });

  test('is not made from a server whose certificate is not trusted, whatever the environment says', async () => {
    server.answer = (_, response) => response.end(CONTENT);
    expect(await bench.refusal(from('/staff.csv'))).toMatch(
      /^source\.refused: The certificate of 127\.0\.0\.1:\d+ is not trusted/,
    );
  });

  test('follows a redirect within its server', async () => {
    server.answer = ({ url }, response) => {
      if (url === '/latest') response.writeHead(302, { location: '/staff.csv' }).end('see there');
      else response.end(CONTENT);
    };
    const fetched = await fetch('/latest');
    expect(contentOf(fetched)).toBe(CONTENT);
    expect(fetched.name).toBe('staff.csv');
  });

  test.each([
    ['elsewhere', 'http://127.0.0.1:1/staff.csv'],
    ['round in circles', '/latest'],
  ])('does not follow one that leads %s', async (_, location) => {
    let requests = 0;
    server.answer = (_request, response) => {
      requests += 1;
      response.writeHead(302, { location }).end();
    };
    expect(await refusal('/latest')).toMatch(/^source\.redirected: /);
    expect(requests).toBeLessThanOrEqual(4);
  });

  test.each([
    [404, 'source.not_found'],
    [401, 'source.refused'],
    [403, 'source.refused'],
    [204, 'source.refused'],
  ])('answered with %i is %s, and asked for once', async (status, code) => {
    let requests = 0;
    server.answer = (_, response) => {
      requests += 1;
      response.writeHead(status).end();
    };
    expect(await refusal('/staff.csv?key=hidden')).toMatch(new RegExp(`^${code}: `));
    expect(requests).toBe(1);
  });

  test.each([503, 429])('answered with %i is asked for again', async (status) => {
    let requests = 0;
    server.answer = (_, response) => {
      requests += 1;
      if (requests < 3) response.writeHead(status).end();
      else response.end(CONTENT);
    };
    expect(contentOf(await fetch('/staff.csv'))).toBe(CONTENT);
    expect(bench.pauses).toEqual([2_000, 4_000]);
  });

  test('that ends before its announced length is refused, and made again', async () => {
    let requests = 0;
    server.answer = (_, response) => {
      requests += 1;
      response.writeHead(200, { 'content-length': 1_000 });
      response.write(CONTENT, () => response.destroy());
    };
    expect(await refusal('/staff.csv')).toMatch(/^source\.truncated: .*Nothing of it is used/);
    expect(requests).toBe(4);
    expect(bench.copies()).toEqual([]);
  });

  test('whose last chunk is missing is refused', async () => {
    server.answer = (_, response) => {
      response.write(CONTENT, () => response.destroy());
    };
    expect(await refusal('/staff.csv')).toMatch(/^source\.truncated: /);
  });

  test('is refused when it is larger than allowed, announced or not', async () => {
    const large = 'x'.repeat(2_000);
    const limits = { megabytes: 0.001 };
    server.answer = ({ url }, response) => {
      if (url === '/chunked') response.write(large);
      response.end(large);
    };
    expect(await refusal('/announced', { limits })).toMatch(/^source\.too_large: /);
    expect(await refusal('/chunked', { limits })).toMatch(/^source\.too_large: /);
  });

  test('ends when its time is over, though the server is silent', async () => {
    server.answer = (_, response) =>
      response.writeHead(200, { 'content-length': 5 }).flushHeaders();
    expect(await refusal('/staff.csv', { limits: { time: '1s' } })).toMatch(/^source\.timeout: /);
  });

  test('takes no secret that would end its header', async () => {
    SECRETS.BROKEN = 'Bearer a\nb';
    const header = { name: 'Authorization', secret: { env: 'BROKEN' } };
    const message = await refusal('/staff.csv', { header });
    expect(message).toMatch(/^source\.secret: .* header Authorization /);
    expect(message).not.toContain('Bearer');
  });
});

describe('a server that speaks HTTP in its own way', () => {
  let plain: Server;
  afterEach(() => {
    plain.close();
  });

  test('and tells neither the length nor the end of an export is refused', async () => {
    plain = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () =>
        socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${CONTENT}`),
      );
    }).listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const { port } = plain.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/staff.csv`;
    expect(await bench.refusal({ kind: 'https', url })).toMatch(
      /^source\.refused: .*Content-Length/,
    );
  });

  test('and has gone is unreachable', async () => {
    plain = createServer().listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const { port } = plain.address() as AddressInfo;
    plain.close();
    await once(plain, 'close');
    const url = `http://127.0.0.1:${port}/staff.csv?token=hidden`;
    const message = await bench.refusal({ kind: 'https', url });
    expect(message).toBe(
      `source.unreachable: http://127.0.0.1:${port}/staff.csv cannot be reached (ECONNREFUSED).`,
    );
  });
});
