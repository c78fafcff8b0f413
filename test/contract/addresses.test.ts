import { describe, expect, test } from '@jest/globals';
import { ADA, bothSides, invite } from './both-sides.js';
import { codeFor } from './signed-in.js';

describe('the two sides agree on where everything is', () => {
  test('every call of the client meets an endpoint of the sandbox [docs/pre-register, docs/api-token, docs/api-profile, docs/api-direct-database-calls, unify-journeys-hosted-token]', async () => {
    const { sandbox, client, direct } = await bothSides();
    const [api, lookUp] = [client(), direct()];
    const { uuid } = await invite(api);
    await api.resendVerification({ userId: ADA });
    const { accessToken } = await api.exchangeCode({ code: codeFor(sandbox), userId: ADA });
    await api.getProfile({ accessToken });
    await api.updateProfile({ accessToken, profileFields: { firstName: 'Augusta' } });
    await api.exchangePin({ pin: '000000', userId: ADA }).catch(() => undefined);
    const { refreshToken } = await api.exchangeHostedCode({ code: codeFor(sandbox) });
    await api.refresh({ refreshToken: refreshToken ?? '' });
    await lookUp.findUsers({ filter: `uuid='${uuid}'`, attributes: ['uuid'] });
    await lookUp.updateUser({ uuid: uuid ?? '', attributes: { givenName: 'Ada' } });
    const { endpoints, statuses } = sandbox.account();
    expect(Object.entries(endpoints).map(([name, { calls }]) => [name, calls])).toEqual([
      ['pre-register', 1],
      ['resend-verification', 1],
      ['token', 2],
      ['profile-get', 1],
      ['profile-put', 1],
      ['hosted-token', 2],
      ['users-find', 1],
      ['users-update', 1],
    ]);
    expect(statuses).toEqual({ 200: 8, 201: 1, 403: 1 });
  });

  test('users/update takes each method that the client may be set to, as none is documented [inferred from response-code-users-update]', async () => {
    const { sandbox, client, direct } = await bothSides();
    const { uuid } = await invite(client());
    for (const method of ['POST', 'PUT', 'PATCH'] as const) {
      const api = direct({ usersUpdate: { method, fieldsParameter: 'attributes' } });
      await api.updateUser({ uuid: uuid ?? '', attributes: { nickname: method } });
      expect(sandbox.user(ADA)?.profile.nickname).toBe(method);
    }
  });
});

describe('the discovery document', () => {
  test('stands at the base domain, and names addresses that the client calls [unify-journeys-hosted-well-known]', async () => {
    const { sandbox } = await bothSides();
    // The client is configured rather than discovered; this is for whoever verifies its tokens.
    const answer = await fetch(`${sandbox.url}/.well-known/openid-configuration`);
    expect(await answer.json()).toMatchObject({
      issuer: `${sandbox.url}/`,
      token_endpoint: `${sandbox.url}/token`,
      userinfo_endpoint: `${sandbox.url}/userinfo`,
      jwks_uri: `${sandbox.url}/.well-known/jwks.json`,
    });
  });

  test('names keys that are public halves only [unify-journeys-hosted-well-known]', async () => {
    const { sandbox } = await bothSides();
    const answer = await fetch(`${sandbox.url}/.well-known/jwks.json`);
    const { keys } = (await answer.json()) as { keys: object[] };
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([
      ['alg', 'e', 'kid', 'kty', 'n', 'use'],
    ]);
  });
});
