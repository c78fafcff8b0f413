import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { NextIdentityError } from '../../src/next-identity/error.js';
import {
  against,
  againstSocket,
  clientFor,
  closedAfterTest,
  errorOf,
} from './client-under-test.js';
import { deadPort, tcpServer } from './literal-server.js';
import { selfSigned } from './self-signed.js';

const invite = { profileFields: { emailAddress: 'ann@example.com' } };
const lookUp = { filter: "email='ann@example.com'", attributes: ['uuid'] };
const HEAD = 'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\n';

describe('a call that never left', () => {
  test('is unavailable where nobody listens', async () => {
    const client = clientFor(`http://127.0.0.1:${await deadPort()}`);
    const error = await errorOf(client.preRegister(invite));
    expect(error).toMatchObject({
      kind: 'unavailable',
      status: null,
      canRetry: true,
      mayHaveTakenEffect: false,
      reason: 'could not connect: the connection was refused (ECONNREFUSED)',
    });
  });

  test('is unavailable where the certificate is not trusted, whatever the environment says', async () => {
    const server = createServer(selfSigned(), (_request, response) => response.end('{}'));
    closedAfterTest({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = clientFor(`https://localhost:${(server.address() as AddressInfo).port}`);
    expect(await errorOf(client.preRegister(invite))).toMatchObject({
      kind: 'unavailable',
      mayHaveTakenEffect: false,
      reason:
        'could not connect: the certificate of the server is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    });
  });

  test('is unavailable where the TLS handshake is not answered in time', async () => {
    const server = closedAfterTest(await tcpServer(() => {}));
    const port = new URL(server.baseUrl).port;
    const client = clientFor(`https://localhost:${port}`, { timeouts: { connectMs: 300 } });
    expect(await errorOf(client.preRegister(invite))).toMatchObject({
      kind: 'unavailable',
      mayHaveTakenEffect: false,
    });
    expect(server.requests()).toBe(0);
  });

  test('is unavailable where no connection became free in time', async () => {
    const { server, client } = await againstSocket(() => {}, {
      connections: 1,
      timeouts: { totalMs: 250 },
    });
    const [first, second] = await Promise.all([
      errorOf(client.preRegister(invite)),
      errorOf(client.preRegister(invite)),
    ]);
    expect(first).toMatchObject({ kind: 'lost', mayHaveTakenEffect: true });
    expect(second).toMatchObject({ kind: 'unavailable', mayHaveTakenEffect: false });
    expect(server.requests()).toBe(1);
  });
});

describe('a call whose answer did not arrive', () => {
  test.each([
    ['the connection is reset', (socket) => socket.resetAndDestroy(), /ECONNRESET|UND_ERR_SOCKET/],
    ['the connection is closed', (socket) => socket.end(), /UND_ERR_SOCKET/],
    ['the answer breaks off in its headers', (socket) => socket.end(HEAD), /UND_ERR_SOCKET|HPE/],
    [
      'the answer breaks off in its body',
      (socket) => socket.end(`${HEAD}content-length: 50\r\n\r\n{"uuid":`),
      /after the headers of a 201/,
    ],
    [
      'a chunked answer breaks off',
      (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n8\r\n{"uuid":\r\n`),
      /after the headers of a 201/,
    ],
    [
      'the answer is no HTTP',
      (socket) => socket.end('SSH-2.0-OpenSSH_9.7\r\n'),
      /HTTPParserError|HPE/,
    ],
  ] satisfies [string, Parameters<typeof tcpServer>[0], RegExp][])(
    'is lost, and made once only, when %s',
    async (_what, onRequest, reason) => {
      const { server, client } = await againstSocket(onRequest);
      const error = await errorOf(client.preRegister(invite));
      expect(error).toMatchObject({ kind: 'lost', canRetry: true, mayHaveTakenEffect: true });
      expect(error.reason).toMatch(reason);
      expect(server.requests()).toBe(1);
    },
  );

  test.each([
    ['no headers come', '', { headersMs: 200 }, /UND_ERR_HEADERS_TIMEOUT/],
    ['the body stalls', `${HEAD}content-length: 50\r\n\r\n{`, { bodyMs: 200 }, /BODY_TIMEOUT/],
    ['it takes too long in all', `${HEAD}content-length: 9\r\n\r\n{`, { totalMs: 200 }, /200 ms/],
  ])('is lost when %s', async (_what, bytes, timeouts, reason) => {
    const { client } = await againstSocket((socket) => socket.write(bytes), { timeouts });
    const error = await errorOf(client.preRegister(invite));
    expect(error).toMatchObject({ kind: 'lost', mayHaveTakenEffect: true });
    expect(error.reason).toMatch(reason);
  });

  test('is lost when the answer is larger than 256 KB', async () => {
    const body = JSON.stringify({ padding: 'x'.repeat(256 * 1024) });
    const { client } = await against([{ status: 201, body }]);
    const error = await errorOf(client.preRegister(invite));
    expect(error).toMatchObject({ kind: 'lost', status: 201 });
    expect(error.reason).toMatch(/larger than 262144 bytes/);
  });

  test('changed nothing where it only reads', async () => {
    const { client } = await againstSocket((socket) => socket.resetAndDestroy());
    const error = await errorOf(client.findUsers(lookUp));
    expect(error).toMatchObject({ kind: 'lost', mayHaveTakenEffect: false });
  });

  test('is decided by a status that needs no body', async () => {
    const answers = ['503 Service Unavailable', '429 Too Many Requests', '422 Unprocessable'];
    const { client } = await againstSocket((socket) =>
      socket.end(`HTTP/1.1 ${answers.shift()}\r\nretry-after: 3\r\ncontent-length: 9\r\n\r\n{`),
    );
    const errors: NextIdentityError[] = [];
    for (const _ of [...answers]) errors.push(await errorOf(client.preRegister(invite)));
    expect(errors).toMatchObject([
      { kind: 'unavailable', status: 503, retryAfterMs: 3000 },
      { kind: 'rate-limited', status: 429, retryAfterMs: 3000 },
      // A broken-off 422 is not a refusal: only its body tells a bad row from a bad credential.
      { kind: 'lost', status: 422 },
    ]);
  });
});

describe('an answer that says no', () => {
  test.each([
    [401, 'refused', false, false],
    [403, 'refused', false, false],
    [404, 'refused', false, false],
    [408, 'unavailable', true, false],
    [429, 'rate-limited', true, false],
    [500, 'unavailable', true, true],
    [503, 'unavailable', true, true],
    [504, 'unavailable', true, true],
  ])('%i is %s', async (status, kind, canRetry, mayHaveTakenEffect) => {
    const { server, client } = await against([{ status, body: '<html>' }]);
    const error = await errorOf(client.preRegister(invite));
    expect(error).toMatchObject({ kind, status, canRetry, mayHaveTakenEffect });
    expect(error.code).toBe(`next_identity_${kind.replace('-', '_')}`);
    expect(server.received).toHaveLength(1);
  });

  test.each([400, 409, 422])('%i is refused by its body, and lost without one', async (status) => {
    const answers = ['{}', '<html>', '{"error":"invalid_form_fi', ''].map((body) => ({
      status,
      body,
    }));
    const { client } = await against(answers);
    const errors: NextIdentityError[] = [];
    for (const _ of answers) errors.push(await errorOf(client.preRegister(invite)));
    expect(errors).toMatchObject([
      { kind: 'refused', status, mayHaveTakenEffect: false },
      ...Array.from({ length: 3 }, () => ({ kind: 'lost', status, mayHaveTakenEffect: true })),
    ]);
  });

  test.each([301, 302, 303, 307, 308])('%i is refused, never followed', async (status) => {
    const elsewhere = await against([{ status: 201, body: '{}' }]);
    const headers = { location: `${elsewhere.server.baseUrl}/idp/v1/account/pre-register` };
    const { client } = await against([{ status, headers }]);
    expect(await errorOf(client.preRegister(invite))).toMatchObject({ kind: 'refused', status });
    expect(elsewhere.server.received).toHaveLength(0);
  });

  test('reads Retry-After by the injected clock', async () => {
    const headers = { 'retry-after': 'Wed, 01 Jan 2025 00:00:30 GMT' };
    const now = () => Date.parse('2025-01-01T00:00:00Z');
    const { client } = await against([{ status: 429, headers }], { now });
    expect(await errorOf(client.preRegister(invite))).toMatchObject({ retryAfterMs: 30_000 });
  });
});
