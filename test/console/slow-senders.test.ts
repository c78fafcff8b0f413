import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { WEBHOOK_PATH } from '../../src/console/webhook-route.js';
import { openTenant, type Tenant } from '../next-identity/tenant.js';
import { until } from '../support/until.js';
import { type ConsoleUnderTest, openConsole } from './console-under-test.js';

const TAKEN = { status: 200, text: '' };

let tenant: Tenant;
let server: ConsoleUnderTest;
let strangers: Stranger[];

beforeEach(async () => {
  tenant = await openTenant();
  server = await openConsole({ acme: tenant.webhook });
  strangers = [];
});
afterEach(async () => {
  for (const stranger of strangers) stranger.socket.destroy();
  await server.close();
  await tenant.close();
});

/** Somebody who keeps a connection without sending a whole request. */
interface Stranger {
  readonly socket: Socket;
  isClosed(): boolean;
  /** What they were sent. */
  read(): string;
}

/** Connects, and sends `first`, then `drop` every 100 ms. */
async function stranger(first: string, drop = ''): Promise<Stranger> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let isClosed = false;
  let read = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => {
    read += chunk.toString();
  });
  const dripping = setInterval(() => drop !== '' && socket.write(drop), 100);
  socket.once('close', () => {
    clearInterval(dripping);
    isClosed = true;
  });
  const known = { socket, isClosed: () => isClosed, read: () => read };
  strangers.push(known);
  await once(socket, 'connect').catch(() => undefined);
  if (first !== '') socket.write(first);
  return known;
}

/** As many as the server takes at once. */
const MOST_CONNECTIONS = 500;

const HEAD = `POST ${WEBHOOK_PATH} HTTP/1.1\r\nhost: rollcall.example\r\n`;

describe('strangers who do not come to an end', () => {
  test('are not waited for, whatever is missing; meanwhile others are served, as long as there is room', async () => {
    const slow = await Promise.all([
      stranger(''),
      stranger(HEAD, 'x'),
      stranger(HEAD, 'x: y\r\n'),
      stranger(`${HEAD}content-length: 60000\r\n\r\n`, 'x'),
      stranger(`${HEAD}transfer-encoding: chunked\r\n\r\n`, '1\r\nx\r\n'),
      // Has been served once, and keeps the connection.
      stranger('GET /healthz HTTP/1.1\r\nhost: rollcall.example\r\n\r\n'),
    ]);
    expect(await server.post(await tenant.token())).toEqual(TAKEN);

    const isServed = async () => {
      const answer = await server.post(await tenant.token()).catch(() => null);
      return answer?.status === 200;
    };
    const crowd = Array.from({ length: MOST_CONNECTIONS }, () => stranger(''));
    await Promise.all(crowd);
    const surplus = () => strangers.filter(({ isClosed }) => isClosed());
    // The one who posted keeps a connection too.
    await until('the surplus has been closed', () => surplus().length >= slow.length);
    expect(surplus().every(({ read }) => read() === '')).toBe(true);
    await until('there is room again', isServed);
    await until('all have been shown out', () => strangers.every(({ isClosed }) => isClosed()));
    const answers = slow.map(({ read }) => read().split('\r\n')[0]);
    const late = 'HTTP/1.1 408 Request Timeout';
    expect(answers).toEqual([late, late, late, late, late, 'HTTP/1.1 200 OK']);
    expect(await server.events()).toHaveLength(1);
  });

  test('do not keep the server from ending', async () => {
    await Promise.all([
      stranger(''),
      stranger(HEAD, 'x'),
      stranger(`${HEAD}content-length: 60000\r\n\r\n`, 'x'),
    ]);
    expect(await server.post(await tenant.token())).toEqual(TAKEN);
    await server.close();
    await until('they have been shown out', () => strangers.every(({ isClosed }) => isClosed()));
    server = await openConsole({ acme: tenant.webhook });
  });
});
