import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { ADA, errorOf } from './both-sides.js';
import { header } from './on-the-way.js';
import { codeFor, withAda } from './signed-in.js';

const DAY_SECONDS = 24 * 3_600;

const TOKENS = {
  accessToken: expect.any(String),
  refreshToken: expect.any(String),
  idToken: expect.any(String),
  expiresInSeconds: expect.any(Number),
};

function pkce() {
  const codeVerifier = randomBytes(32).toString('base64url');
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  return { codeVerifier, codeChallenge };
}

describe('the hosted token endpoint', () => {
  test('gives a confidential client all three tokens for a code and its secret [unify-journeys-hosted-token]', async () => {
    const { sandbox, client } = await withAda();
    const tokens = await client().exchangeHostedCode({ code: codeFor(sandbox) });
    expect(tokens).toEqual(TOKENS);
    expect(await client().getProfile(tokens)).toMatchObject({ firstName: 'Ada' });
  });

  test('gives a public client the same for a code and its PKCE verifier, without the secret [unify-journeys-hosted-token]', async () => {
    const { sandbox, client } = await withAda();
    const { codeVerifier, codeChallenge } = pkce();
    const stranger = client({ clientSecret: 'unknown to this side' });
    const code = codeFor(sandbox, { codeChallenge });
    expect(await stranger.exchangeHostedCode({ code, codeVerifier })).toEqual(TOKENS);
  });

  test('refuses another verifier, and a confidential client’s wrong secret [unify-journeys-hosted-token]', async () => {
    const { sandbox, client } = await withAda();
    const code = codeFor(sandbox, { codeChallenge: pkce().codeChallenge });
    const { codeVerifier } = pkce();
    const api = client();
    expect(await errorOf(api.exchangeHostedCode({ code, codeVerifier }))).toMatchObject({
      kind: 'refused',
      apiError: 'invalid_grant',
    });
    const wrong = client({ clientSecret: 'wrong' });
    expect(await errorOf(wrong.exchangeHostedCode({ code: codeFor(sandbox) }))).toMatchObject({
      kind: 'refused',
      apiError: 'invalid_client',
    });
  });

  test('gives new tokens for a refresh token [unify-journeys-hosted-token]', async () => {
    const { sandbox, client } = await withAda();
    const { refreshToken } = await client().exchangeHostedCode({ code: codeFor(sandbox) });
    const tokens = await client().refresh({ refreshToken: refreshToken ?? '' });
    expect(tokens).toEqual(TOKENS);
    expect(await client().getProfile(tokens)).toMatchObject({ emailAddress: ADA });
  });

  test('takes forms only [unify-journeys-hosted-token]', async () => {
    const { sandbox, through } = await withAda();
    const client = await through(header('content-type', 'application/json'));
    const call = client.exchangeHostedCode({ code: codeFor(sandbox) });
    expect(await errorOf(call)).toMatchObject({ kind: 'refused', status: 400 });
  });
});

describe('the id token', () => {
  test('lasts 14 days and verifies with the keys that the discovery document names [unify-journeys-hosted-well-known]', async () => {
    const { sandbox, clock, client } = await withAda();
    const { idToken } = await client().exchangeHostedCode({ code: codeFor(sandbox) });
    // Discovery is for whoever verifies; the client has no call for it.
    const discovered = await fetch(`${sandbox.url}/.well-known/openid-configuration`);
    const { issuer, jwks_uri } = (await discovered.json()) as { issuer: string; jwks_uri: string };
    const { payload } = await jwtVerify(idToken ?? '', createRemoteJWKSet(new URL(jwks_uri)), {
      issuer,
      audience: 'sandbox',
      algorithms: ['RS256'],
      currentDate: new Date(clock.now()),
    });
    expect(payload).toMatchObject({ sub: sandbox.user(ADA)?.uuid, email: ADA });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(14 * DAY_SECONDS);
  });

  test('that has expired is refused [unify-journeys-hosted-token]', async () => {
    const { sandbox, clock, client } = await withAda();
    const { idToken } = await client().exchangeHostedCode({ code: codeFor(sandbox) });
    const keys = createRemoteJWKSet(new URL(`${sandbox.url}/.well-known/jwks.json`));
    clock.advance(14 * DAY_SECONDS * 1_000);
    const late = jwtVerify(idToken ?? '', keys, { currentDate: new Date(clock.now()) });
    await expect(late).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });
});
