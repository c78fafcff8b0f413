import { describe, expect, test } from '@jest/globals';
import { ManualClock, type Sandbox } from '../../../src/sandbox/index.js';
import { basic, bodyFor, call, openSandbox, preRegister } from '../calling.js';
import {
  ADA,
  answerOf,
  codeFor,
  exception,
  exchange,
  JSON_BODY,
  parameters,
  tokenBody,
} from '../signing-in.js';

const FORBIDDEN = { status: 403, body: exception('Forbidden') };

describe('token, authorization_code', () => {
  test('gives an access and a refresh token of type bearer [docs/api-token, response-codes-token]', async () => {
    const sandbox = await openSandbox();
    const reply = await exchange(sandbox, tokenBody(codeFor(sandbox)));
    expect(answerOf(reply)).toEqual({
      status: 200,
      body: {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'bearer',
      },
    });
  });

  test('takes a code once, from whom it was given to, while it lasts [response-codes-token]', async () => {
    const clock = new ManualClock();
    const clients = [
      { clientId: 'sandbox', secret: 'sandbox-secret' },
      { clientId: 'shop', secret: 'shop-secret' },
    ];
    const sandbox = await openSandbox({ clock, clients, tokenLimit: null, codeLifetimeMs: 60_000 });
    const code = codeFor(sandbox);
    sandbox.seedUsers({ identifier: 'eve@example.com' });
    for (const wrong of [
      { client_id: 'shop' },
      { user_id: 'eve@example.com' },
      { user_id: 'nobody@example.com' },
      { redirect_uri: 'https://other.example/' },
      { code: `${code}x` },
      { code: 'nonsense' },
    ]) {
      expect(answerOf(await exchange(sandbox, tokenBody(code, wrong)))).toEqual(FORBIDDEN);
    }
    expect((await exchange(sandbox, tokenBody(code))).status).toBe(200);
    expect(answerOf(await exchange(sandbox, tokenBody(code)))).toEqual(FORBIDDEN);
    const late = codeFor(sandbox);
    clock.advance(60_000);
    expect(answerOf(await exchange(sandbox, tokenBody(late)))).toEqual(FORBIDDEN);
  });

  test('records that the terms were accepted, if the call says so [docs/api-token]', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock });
    const [first, second] = [codeFor(sandbox), codeFor(sandbox)];
    const activatedAt = clock.now();
    clock.advance(1_000);
    await exchange(sandbox, tokenBody(first));
    expect(sandbox.user(ADA)?.termsAcceptedAt).toBe(activatedAt);
    await exchange(sandbox, tokenBody(second, { legal_acceptances: true }));
    expect(sandbox.user(ADA)?.termsAcceptedAt).toBe(activatedAt + 1_000);
  });

  test.each([
    [
      'a broken body',
      '{',
      400,
      { error: 'invalid_parameters', error_details: { message: 'Invalid json format' } },
    ],
    [
      'no client_id',
      tokenBody('x', { client_id: undefined }),
      422,
      parameters({ client_id: 'field required' }),
    ],
    [
      'an empty client_id',
      tokenBody('x', { client_id: '' }),
      422,
      parameters({ client_id: { missing: 'required' } }),
    ],
    ['an unknown client_id', tokenBody('x', { client_id: 'other' }), 403, exception('Forbidden')],
    [
      'an unsupported grant_type',
      tokenBody('x', { grant_type: 'magic' }),
      422,
      parameters({ grant_type: { invalid: 'unsupported' } }),
    ],
    [
      'an unsupported auth_type',
      tokenBody('x', { auth_type: 'pigeon' }),
      422,
      parameters({ auth_type: { invalid: 'unsupported auth_type value' } }),
    ],
    [
      'an invalid redirect_uri',
      tokenBody('x', { redirect_uri: 'welcome' }),
      422,
      parameters({ redirect_uri: { invalid: 'invalid value' } }),
    ],
    [
      'a user_id that is no text',
      tokenBody('x', { user_id: { toString: 1 } }),
      403,
      exception('Forbidden'),
    ],
    ['no code', tokenBody('', { code: undefined }), 422, parameters({ code: 'field required' })],
  ])('refuses %s [response-codes-token]', async (_what, body, status, expected) => {
    expect(answerOf(await exchange(await openSandbox(), body))).toEqual({ status, body: expected });
  });

  test('asks for no authorization, but for a right one where there is one', async () => {
    const sandbox = await openSandbox();
    const body = tokenBody(codeFor(sandbox));
    const as = (authorization: string) =>
      call(sandbox, 'POST', '/idp/v1/account/token', body, { ...JSON_BODY, authorization });
    expect((await as(basic('sandbox', 'wrong'))).status).toBe(400);
    expect((await as(basic('sandbox', 'sandbox-secret'))).status).toBe(200);
  });
});

describe('token, pin', () => {
  const pinBody = (pin: unknown) => tokenBody('', { code: undefined, grant_type: 'pin', pin });

  async function withPin(options = {}) {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock, verification: 'pin', tokenLimit: null, ...options });
    await preRegister(sandbox, bodyFor(ADA));
    const body = {
      client_id: 'sandbox',
      auth_type: 'email',
      user_id: ADA,
      redirect_uri: 'https://app.example/',
    };
    await call(sandbox, 'POST', '/idp/v1/account/resend-verification', body, JSON_BODY);
    const pin = sandbox.mailbox()[0]?.pin ?? '';
    return { clock, sandbox, pin };
  }

  test('takes the PIN of the last message once, and activates [docs/api-token]', async () => {
    const { sandbox, pin } = await withPin();
    expect(pin).toMatch(/^\d{6}$/);
    const wrong = pin === '000000' ? '000001' : '000000';
    expect(answerOf(await exchange(sandbox, pinBody(wrong)))).toEqual(FORBIDDEN);
    expect((await exchange(sandbox, pinBody(pin))).status).toBe(200);
    expect(sandbox.user(ADA)?.activatedAt).toEqual(expect.any(Number));
    expect(answerOf(await exchange(sandbox, pinBody(pin)))).toEqual(FORBIDDEN);
  });

  test('takes no PIN that is too old', async () => {
    const { clock, sandbox, pin } = await withPin({ pinLifetimeMs: 60_000 });
    clock.advance(60_000);
    expect(answerOf(await exchange(sandbox, pinBody(pin)))).toEqual(FORBIDDEN);
  });
});

describe('five calls in a minute for one user', () => {
  const statuses = async (sandbox: Sandbox, body: unknown, calls: number) => {
    const seen: number[] = [];
    for (let index = 0; index < calls; index++) seen.push((await exchange(sandbox, body)).status);
    return seen;
  };

  test('are the most, good or bad; then the user is blocked for five minutes [response-codes-token]', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock });
    const code = codeFor(sandbox);
    expect(await statuses(sandbox, tokenBody('wrong'), 6)).toEqual([403, 403, 403, 403, 403, 429]);
    const refused = await exchange(sandbox, tokenBody(code));
    expect(answerOf(refused)).toEqual({ status: 429, body: exception('Too Many Requests') });
    expect(refused.headers.get('retry-after')).toBe('300');
    expect((await exchange(sandbox, tokenBody('x', { user_id: 'eve@example.com' }))).status).toBe(
      403,
    );
    clock.advance(299_999);
    expect((await exchange(sandbox, tokenBody(code))).status).toBe(429);
    clock.advance(1);
    expect((await exchange(sandbox, tokenBody(codeFor(sandbox)))).status).toBe(200);
  });

  test('do not block a user who comes more slowly, and can be switched off', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock });
    for (let minute = 0; minute < 3; minute++) {
      expect(await statuses(sandbox, tokenBody('x'), 5)).toEqual([403, 403, 403, 403, 403]);
      clock.advance(60_000);
    }
    sandbox.configure({ tokenLimit: null });
    expect(new Set(await statuses(sandbox, tokenBody('x'), 8))).toEqual(new Set([403]));
  });
});

test('the limit of a client is kept also for calls that name it in their body only [rate-limiting-overview]', async () => {
  const sandbox = await openSandbox({
    clock: new ManualClock(),
    rateLimit: { calls: 1, per: 'hour' },
  });
  expect((await exchange(sandbox, tokenBody('x'))).status).toBe(403);
  expect((await exchange(sandbox, tokenBody('x', { user_id: 'eve@example.com' }))).status).toBe(
    429,
  );
  expect(sandbox.account().clients).toEqual({ sandbox: { calls: 2, rateLimited: 1 } });
});
