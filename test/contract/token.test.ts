import { describe, expect, test } from '@jest/globals';
import { ADA, bothSides, errorOf, invite } from './both-sides.js';
import { body, having, without } from './on-the-way.js';
import type { Change } from './relay.js';
import { codeFor, withAda } from './signed-in.js';

const TOKENS = {
  accessToken: expect.any(String),
  refreshToken: expect.any(String),
  idToken: null,
  expiresInSeconds: null,
};
const FORBIDDEN = {
  kind: 'refused',
  status: 403,
  apiError: 'http_exception',
  fields: [{ field: 'message', complaint: 'Forbidden' }],
};

describe('a code', () => {
  test('is exchanged for an access and a refresh token [docs/api-token]', async () => {
    const { sandbox, client } = await withAda();
    const api = client();
    const tokens = await api.exchangeCode({ code: codeFor(sandbox), userId: ADA });
    expect(tokens).toEqual(TOKENS);
    expect(await api.getProfile(tokens)).toMatchObject({ firstName: 'Ada' });
  });

  test('brings tokens of type bearer [response-codes-token]', async () => {
    const { sandbox } = await withAda();
    // The client takes the type for granted and hands it to nobody, so this is asked for literally.
    const answer = await fetch(`${sandbox.url}/idp/v1/account/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: 'sandbox',
        grant_type: 'authorization_code',
        code: codeFor(sandbox),
        redirect_uri: 'https://app.example/welcome',
        auth_type: 'email',
        user_id: ADA,
      }),
    });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'bearer',
      },
    ]);
  });

  test.each([
    [true, 1_000],
    [undefined, 0],
  ])(
    'with legal_acceptances %j records the acceptance of the current terms, or not [docs/api-token]',
    async (legalAcceptances, laterMs) => {
      const { sandbox, clock, client } = await withAda();
      const activatedAt = clock.now();
      clock.advance(1_000);
      await client().exchangeCode({ code: codeFor(sandbox), userId: ADA, legalAcceptances });
      expect(sandbox.user(ADA)?.termsAcceptedAt).toBe(activatedAt + laterMs);
    },
  );

  test('that is bad, of somebody else, or used already is 403 Forbidden [response-codes-token]', async () => {
    const { sandbox, client } = await withAda();
    sandbox.seedUsers({ identifier: 'eve@example.com', activated: true });
    const code = codeFor(sandbox);
    const api = client();
    expect(await errorOf(api.exchangeCode({ code: 'bad', userId: ADA }))).toMatchObject(FORBIDDEN);
    const stolen = api.exchangeCode({ code, userId: 'eve@example.com' });
    expect(await errorOf(stolen)).toMatchObject(FORBIDDEN);
    await api.exchangeCode({ code, userId: ADA });
    expect(await errorOf(api.exchangeCode({ code, userId: ADA }))).toMatchObject(FORBIDDEN);
  });
});

describe('a PIN', () => {
  test('is exchanged once with grant_type pin, and proves the address [docs/api-token]', async () => {
    const { sandbox, client } = await bothSides({ verification: 'pin' });
    const api = client();
    await invite(api);
    await api.resendVerification({ userId: ADA });
    const pin = sandbox.mailbox()[0]?.pin ?? '';
    expect(await api.exchangePin({ pin, userId: ADA })).toEqual(TOKENS);
    expect(sandbox.user(ADA)?.activatedAt).toEqual(expect.any(Number));
    expect(await errorOf(api.exchangePin({ pin, userId: ADA }))).toMatchObject(FORBIDDEN);
  });
});

describe('the token call is refused', () => {
  test.each<[string, Change, object]>([
    [
      'malformed JSON: 400',
      body('{'),
      { status: 400, fields: [{ field: 'message', complaint: 'Invalid json format' }] },
    ],
    ['a bad client_id: 403 Forbidden', having('client_id', 'other'), FORBIDDEN],
    [
      'no client_id: 422 "field required"',
      without('client_id'),
      { status: 422, fields: [{ field: 'client_id', complaint: 'field required' }] },
    ],
    [
      'an empty client_id: 422 {"missing":"required"}',
      having('client_id', ''),
      { status: 422, fields: [{ field: 'client_id', complaint: 'missing: required' }] },
    ],
    [
      'a bad grant_type: 422 "unsupported"',
      having('grant_type', 'magic'),
      { status: 422, fields: [{ field: 'grant_type', complaint: 'invalid: unsupported' }] },
    ],
    [
      'a bad auth_type: 422 with an object',
      having('auth_type', 'pigeon'),
      {
        status: 422,
        fields: [{ field: 'auth_type', complaint: 'invalid: unsupported auth_type value' }],
      },
    ],
    [
      'a bad redirect_uri: 422 with an object',
      having('redirect_uri', 'welcome'),
      { status: 422, fields: [{ field: 'redirect_uri', complaint: 'invalid: invalid value' }] },
    ],
  ])('for %s [response-codes-token]', async (_, change, expected) => {
    const { sandbox, through } = await withAda();
    const code = codeFor(sandbox);
    const client = await through(change);
    expect(await errorOf(client.exchangeCode({ code, userId: ADA }))).toMatchObject({
      kind: 'refused',
      ...expected,
    });
  });
});

describe('five calls in a minute', () => {
  const attempts = async (client: ReturnType<Awaited<ReturnType<typeof withAda>>['client']>) => {
    const statuses: (number | null)[] = [];
    for (let count = 0; count < 5; count++) {
      const { status } = await errorOf(client.exchangeCode({ code: 'bad', userId: ADA }));
      statuses.push(status);
    }
    return statuses;
  };

  test('are the most, bad ones included: then 429, and the user is blocked for 5 minutes [response-codes-token]', async () => {
    const { sandbox, clock, client } = await withAda();
    const api = client();
    expect(await attempts(api)).toEqual([403, 403, 403, 403, 403]);
    const good = () => api.exchangeCode({ code: codeFor(sandbox), userId: ADA });
    expect(await errorOf(good())).toMatchObject({
      kind: 'rate-limited',
      status: 429,
      retryAfterMs: 300_000,
      mayHaveTakenEffect: false,
    });
    clock.advance(299_999);
    expect(await errorOf(good())).toMatchObject({ status: 429 });
    clock.advance(1);
    expect(await good()).toEqual(TOKENS);
  });

  test('are the most, good ones included [response-codes-token]', async () => {
    const { sandbox, client } = await withAda();
    const api = client();
    const good = () => api.exchangeCode({ code: codeFor(sandbox), userId: ADA });
    for (let count = 0; count < 5; count++) await good();
    expect(await errorOf(good())).toMatchObject({ status: 429 });
  });

  test('block that user and nobody else [response-codes-token]', async () => {
    const { sandbox, client } = await withAda();
    const [identifier, clientId] = ['eve@example.com', 'sandbox'];
    sandbox.seedUsers({ identifier, activated: true });
    const api = client();
    await attempts(api);
    await errorOf(api.exchangeCode({ code: 'bad', userId: ADA }));
    const redirectUri = 'https://app.example/welcome';
    const code = sandbox.issueCode({ identifier, clientId, redirectUri });
    expect(await api.exchangeCode({ code, userId: identifier })).toEqual(TOKENS);
  });
});
