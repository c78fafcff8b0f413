import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Pool } from 'pg';
import { request } from 'undici';
import { WEBHOOK_PATH } from '../../src/console/webhook-route.js';
import { openLedgerBed } from '../ledger/ledger-bed.js';
import { deadPort } from '../next-identity/literal-server.js';
import { NOW, openTenant, type Tenant, UUID } from '../next-identity/tenant.js';
import { until } from '../support/until.js';
import { type ConsoleUnderTest, closedAfterTest, openConsole } from './console-under-test.js';

const TAKEN = { status: 200, text: '' };

let tenant: Tenant;
let server: ConsoleUnderTest;

beforeAll(async () => {
  tenant = await openTenant();
  server = await openConsole({ acme: tenant.webhook });
});
afterEach(() => server.clear());
afterAll(async () => {
  await server.close();
  await tenant.close();
});

describe('an event', () => {
  test('is in the ledger when it is answered', async () => {
    expect(await server.post(await tenant.token())).toEqual(TAKEN);
    expect(await server.events()).toEqual([
      {
        client: 'acme',
        jti: 'event-1',
        type: 'account/v1/register',
        sub: UUID,
        issued_at: new Date(NOW),
        handled_at: null,
      },
    ]);
  });

  test.each([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['application/json', { 'content-type': 'application/json; charset=utf-8' }],
    ['application/jwt', { 'content-type': 'application/jwt' }],
    ['application/secevent+jwt', { 'content-type': 'application/secevent+jwt' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['nothing', {}],
  ])('is taken as what it is, though it is called %s', async (_, headers) => {
    expect(await server.post(await tenant.token(), { headers })).toEqual(TAKEN);
  });

  test('is taken also with a query behind the address', async () => {
    const path = `${WEBHOOK_PATH}?from=tenant`;
    expect(await server.post(await tenant.token(), { path })).toEqual(TAKEN);
  });

  test('that is delivered again is answered 200 and kept once', async () => {
    const token = await tenant.token();
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.post(token)));
    expect(answers).toEqual(Array.from({ length: 20 }, () => TAKEN));
    expect(await server.events()).toHaveLength(1);
  });

  test('is kept for every client of the tenant that has the target, and for no other', async () => {
    const shared = closedAfterTest(await openTenant());
    const other = closedAfterTest(await openTenant());
    const webhooks = {
      email: shared.webhook,
      sms: shared.webhook,
      elsewhere: { ...shared.webhook, audience: 'https://rollcall.example/other' },
      foreign: other.webhook,
    };
    const several = closedAfterTest(await openConsole(webhooks));
    expect(await several.post(await shared.token())).toEqual(TAKEN);
    expect((await several.events()).map(({ client }) => client)).toEqual(['email', 'sms']);
    expect(shared.asked()).toBe(1);
    expect(other.asked()).toBe(0);
    expect(await several.post(await other.token())).toEqual(TAKEN);
    expect((await several.events()).map(({ client }) => client)).toEqual([
      'email',
      'sms',
      'foreign',
    ]);
  });
});

describe('a webhook is refused without a word, and nothing is kept,', () => {
  const forged = async () => {
    const forger = closedAfterTest(await openTenant());
    const { issuer: iss, jwksUri: jku } = tenant.webhook;
    return forger.token({ claims: { iss }, header: { jku } });
  };
  test.each<[string, number, () => Promise<string> | string]>([
    ['that is empty', 400, () => ''],
    ['that is no token', 400, () => '{"events":{}}'],
    ['that is encrypted', 400, () => 'e30.AA.AA.AA.AA'],
    ['with claims of no event', 400, () => tenant.token({ claims: { events: {} } })],
    ['that is forged', 401, forged],
    ['that is too old', 401, () => tenant.token({ claims: { iat: 1 } })],
    ['of another issuer', 403, () => tenant.token({ claims: { iss: 'https://x.example' } })],
    ['for somebody else', 403, () => tenant.token({ claims: { aud: 'https://x.example' } })],
    ['that is oversized', 413, () => 'x'.repeat(64 * 1024 + 1)],
  ])('%s: %i', async (_, status, body) => {
    expect(await server.post(await body())).toEqual({ status, text: '' });
    expect(await server.events()).toEqual([]);
  });

  test('that is oversized and does not say so beforehand: 413', async () => {
    const body = Readable.from(Array.from({ length: 65 }, () => 'x'.repeat(1_024)));
    const answer = await request(`${server.url}${WEBHOOK_PATH}`, { method: 'POST', body });
    expect(answer.statusCode).toBe(413);
    await answer.body.dump();
  });

  test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)(
    'that comes by %s: 405',
    async (method) => {
      const answer = await server.post(await tenant.token(), { method });
      expect(answer).toEqual({ status: 405, text: '' });
      expect(await server.events()).toEqual([]);
    },
  );

  test.each(['/', '/webhooks', `${WEBHOOK_PATH}/acme`, '/sandbox/users'])(
    'at another address, %s: 404',
    async (path) => {
      expect(await server.post(await tenant.token(), { path })).toEqual({ status: 404, text: '' });
    },
  );
});

describe('what is refused is counted', () => {
  test('and logged in sums, without a word of the token', async () => {
    const stale = await tenant.token({ claims: { iat: 1 } });
    for (let sent = 0; sent < 30; sent += 1) await server.post(stale);
    await server.post('ada@example.com');
    server.refusals.flush();
    server.refusals.flush();
    expect(server.logged).toMatchObject([
      { msg: 'webhooks refused', code: 'too_old', client: 'acme', count: 30 },
      { msg: 'webhooks refused', code: 'malformed', client: null, count: 1 },
    ]);
    const text = JSON.stringify(server.logged);
    for (const mark of ['ada', 'Ada', UUID, 'event-1', stale.slice(0, 20)])
      expect(text).not.toContain(mark);
  });
});

describe('an event that cannot be decided or kept now is answered 503, so that it is sent again,', () => {
  test('while the tenant does not tell its keys', async () => {
    const silent = closedAfterTest(await openTenant());
    silent.answer({ status: 500 });
    const other = closedAfterTest(await openConsole({ silent: silent.webhook }));
    expect(await other.post(await silent.token())).toEqual({ status: 503, text: '' });
    other.refusals.flush();
    expect(other.logged).toMatchObject([
      {
        code: 'keys_unavailable',
        client: 'silent',
        err: { message: expect.stringContaining('HTTP 500') },
      },
    ]);
  });

  test('while the ledger refuses it', async () => {
    const token = await tenant.token();
    await server.pool.query('ALTER TABLE event RENAME TO gone');
    expect(await server.post(token)).toEqual({ status: 503, text: '' });
    await server.pool.query('ALTER TABLE gone RENAME TO event');
    expect(await server.post(token)).toEqual(TAKEN);
    expect(await server.events()).toHaveLength(1);
  });

  test('while the ledger does not answer, before Next Identity gives up waiting', async () => {
    const token = await tenant.token();
    const holder = await server.pool.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE event');
    expect(await server.post(token)).toEqual({ status: 503, text: '' });
    await holder.query('COMMIT');
    holder.release();
    expect(await server.post(token)).toEqual(TAKEN);
    expect(await server.events()).toHaveLength(1);
  });
});

describe('the server', () => {
  test('is healthy as long as the ledger answers', async () => {
    const { pool } = closedAfterTest(await openLedgerBed());
    const gone = new Pool({ host: '127.0.0.1', port: await deadPort() });
    let ledger = pool;
    const checkHealth = () => ledger.query('SELECT');
    const checked = closedAfterTest(await openConsole({ acme: tenant.webhook }, { checkHealth }));
    const health = { method: 'GET', path: '/healthz' } as const;
    expect(await checked.post('', health)).toEqual({ status: 200, text: '{"status":"ok"}' });
    ledger = gone;
    expect(await checked.post('', health)).toEqual({ status: 503, text: '{"status":"no ledger"}' });
    await gone.end();
  });

  test('gives the answers under way when it is closed', async () => {
    const recorded: (() => void)[] = [];
    const record = () => new Promise<void>((done) => recorded.push(done));
    const slow = await openConsole({ acme: tenant.webhook }, { record });
    const answer = slow.post(await tenant.token());
    await until('the event is being recorded', () => recorded.length === 1);
    const closed = slow.close();
    recorded[0]?.();
    expect(await answer).toEqual(TAKEN);
    await closed;
    await expect(slow.post('')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
