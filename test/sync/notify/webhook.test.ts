import { afterEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { notify } from '../../../src/sync/notify/notify.js';
import {
  deadPort,
  type Literal,
  type LiteralServer,
  literalServer,
} from '../../next-identity/literal-server.js';
import { aHeldReport, aReport } from '../report/a-report.js';
import { aContext, PERSON, SHORT, targets } from './a-context.js';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const TAKEN: Literal = { status: 204 };
const context = aContext({ SECRET });

let server: LiteralServer;
afterEach(() => server.close());

/** Tells a server that gives these answers of a held run. */
async function tell(answers: Literal[], given = {}, report = aHeldReport()) {
  server = await literalServer(...answers);
  const target = { kind: 'webhook', url: `${server.baseUrl}/hook?a=b`, secret: { env: 'SECRET' } };
  const [outcome] = await notify(report, targets({ ...target, on: 'every-run' }), {
    ...context,
    ...given,
  });
  return outcome;
}

/** What the receiver's library makes of a request; it throws where the signature is not right. */
function verified({ body, headers }: LiteralServer['received'][number]): unknown {
  return new Webhook(SECRET).verify(body, headers as Record<string, string>);
}

describe('a webhook', () => {
  test('is signed so that the library of the specification accepts it', async () => {
    expect(await tell([TAKEN])).toEqual({
      kind: 'webhook',
      target: 0,
      result: 'sent',
      code: null,
      message: null,
    });
    const [request] = server.received;
    expect(request).toMatchObject({ method: 'POST', url: '/hook?a=b' });
    expect(request?.headers['content-type']).toBe('application/json');
    expect(server.received.map(verified)).toMatchObject([
      {
        type: 'rollcall.sync.held',
        timestamp: '2026-11-22T01:00:40.000Z',
        data: {
          sync: 'hr-nightly',
          run: 17,
          state: 'held',
          counts: { joiners: 12, leavers: 812 },
          reasons: [{ code: 'leavers', count: 812, of: 5000, allowed: { count: 20, share: 0.1 } }],
        },
      },
    ]);
  });

  test('that is not signed by this secret is refused by that library', async () => {
    await tell([TAKEN]);
    const [request] = server.received;
    const other = new Webhook(`whsec_${Buffer.alloc(32, 8).toString('base64')}`);
    const headers = request?.headers as Record<string, string>;
    expect(() => other.verify(request?.body ?? '', headers)).toThrow('No matching signature');
  });

  test('tells counts and codes: no person, no file, no sentence of a failure', async () => {
    const trouble = { code: 'source.gone', message: 'export-of-somebody.csv is gone' };
    await tell([TAKEN], {}, aReport({ state: 'failed', trouble, file: 'export-of-somebody.csv' }));
    const [request] = server.received;
    expect(request?.body).toContain('"code":"source.gone"');
    expect(request?.body).not.toMatch(new RegExp(`somebody|${PERSON}`, 'i'));
  });

  test('is tried again after a 500, with the same id and a signature of its own time', async () => {
    const at = Date.now();
    const times = [at - 60_000, at].values();
    const now = () => new Date(times.next().value ?? at);
    expect(await tell([{ status: 500 }, TAKEN], { now })).toMatchObject({ result: 'sent' });
    const { received } = server;
    expect(received.map(verified)).toHaveLength(2);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(2);
  });

  test('has another id for another run, another state and another target', async () => {
    server = await literalServer(TAKEN);
    const target = { kind: 'webhook', on: 'every-run', secret: { env: 'SECRET' } };
    const both = targets(
      { ...target, url: `${server.baseUrl}/a` },
      { ...target, url: `${server.baseUrl}/b` },
    );
    for (const report of [
      aHeldReport(),
      aHeldReport({ state: 'done' }),
      aHeldReport({ run: 18 }),
    ]) {
      await notify(report, both, context);
    }
    const ids = server.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(6);
    expect(ids.every((id) => /^rollcall_[0-9a-f]{32}$/.test(String(id)))).toBe(true);
  });

  test.each<[number, string, number, string]>([
    [400, 'notify.refused', 1, 'answered HTTP 400. Check its URL and secret.'],
    [302, 'notify.refused', 1, 'answered HTTP 302. Check its URL and secret.'],
    [410, 'notify.gone', 1, 'wants no more messages (HTTP 410)'],
    [429, 'notify.refused', 3, 'answered HTTP 429. Try again later.'],
    [503, 'notify.refused', 3, 'answered HTTP 503. Try again later.'],
  ])(
    'that is answered %i for ever fails with %s after %i tries',
    async (status, code, tries, words) => {
      const headers = { location: 'http://127.0.0.1:1/elsewhere' };
      const outcome = await tell([{ status, headers }]);
      expect(outcome).toMatchObject({ result: 'failed', code });
      expect(outcome?.message).toContain(words);
      expect(server.received).toHaveLength(tries);
    },
  );

  test('is not tried again before the time that the answer names', async () => {
    const patience = { ...SHORT, totalMs: 2_000 };
    const late = { status: 429, headers: { 'retry-after': '60' } };
    expect(await tell([late], { patience })).toMatchObject({ code: 'notify.refused' });
    expect(server.received).toHaveLength(1);
  });

  test('that nobody answers fails when the time is up', async () => {
    const patience = { ...SHORT, tries: 2, tryMs: 50 };
    const outcome = await tell([], { patience });
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.unreachable' });
    expect(outcome?.message).toContain('no complete answer within 50 ms');
  });

  test('is given up when Rollcall is stopped', async () => {
    const outcome = await tell([], { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.stopped' });
  });

  test('is sent where the answer is larger than anybody reads', async () => {
    await expect(tell([{ status: 200, body: 'x'.repeat(200_000) }])).resolves.toMatchObject({
      result: 'sent',
    });
    expect(server.received).toHaveLength(1);
  });

  test.each(['whsec_c2hvcnQ=', 'a-password', ''])(
    'is not sent with %j for a signing secret, which is not told either',
    async (secret) => {
      const outcome = await tell([TAKEN], aContext({ SECRET: secret }));
      expect(outcome).toMatchObject({ result: 'failed', code: 'notify.secret' });
      expect(outcome?.message).toContain('openssl rand');
      if (secret !== '') expect(outcome?.message).not.toContain(secret);
      expect(server.received).toHaveLength(0);
    },
  );

  test('that cannot be signed or delivered keeps no other from being sent', async () => {
    server = await literalServer(TAKEN);
    const target = { kind: 'webhook', on: 'every-run', secret: { env: 'SECRET' } };
    const three = targets(
      { ...target, url: server.baseUrl, secret: { env: 'NOWHERE' } },
      { ...target, url: `http://127.0.0.1:${await deadPort()}` },
      { ...target, url: server.baseUrl },
    );
    expect(await notify(aHeldReport(), three, context)).toMatchObject([
      { target: 0, result: 'failed', code: 'secret_missing' },
      { target: 1, result: 'failed', code: 'notify.unreachable' },
      { target: 2, result: 'sent' },
    ]);
  });
});
