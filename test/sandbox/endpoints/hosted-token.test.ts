import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { basic, call, openSandbox } from '../calling.js';
import { ADA, APP, answerOf, codeFor } from '../signing-in.js';

const BASIC = { authorization: basic('sandbox', 'sandbox-secret') };
const VERIFIER = 'a-verifier-of-at-least-forty-three-characters-1234';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

function hostedToken(
  sandbox: Sandbox,
  form: Record<string, string>,
  headers: Record<string, string> = {},
) {
  return call(sandbox, 'POST', '/token', new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    ...headers,
  });
}

const codeForm = (code: string) => ({
  client_id: 'sandbox',
  grant_type: 'authorization_code',
  code,
  redirect_uri: APP,
});

describe('the hosted token endpoint [unify-journeys-hosted-token]', () => {
  test('gives three tokens to a confidential client; the id token verifies and lasts 14 days', async () => {
    const sandbox = await openSandbox();
    const reply = await hostedToken(
      sandbox,
      codeForm(codeFor(sandbox, { locale: 'de-DE' })),
      BASIC,
    );
    expect(answerOf(reply)).toEqual({
      status: 200,
      body: {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        id_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 3_600,
      },
    });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const { id_token } = JSON.parse(reply.text) as { id_token: string };
    const jwks = createRemoteJWKSet(new URL(`${sandbox.url}/.well-known/jwks.json`));
    const issuer = `${sandbox.url}/`;
    const { payload } = await jwtVerify(id_token, jwks, { issuer, audience: 'sandbox' });
    const { iat = 0, exp = 0 } = payload;
    expect(exp - iat).toBe(14 * 24 * 3_600);
    expect(payload).toMatchObject({
      sub: sandbox.user(ADA)?.uuid,
      email: ADA,
      email_verified: true,
      given_name: 'Ada',
      locale: 'de-DE',
    });
  });

  test('asks a public client for the verifier of the code, not for a secret', async () => {
    const sandbox = await openSandbox();
    const form = codeForm(codeFor(sandbox, { codeChallenge: CHALLENGE }));
    const wrong = await hostedToken(sandbox, { ...form, code_verifier: `${VERIFIER}x` });
    expect(answerOf(wrong)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const none = await hostedToken(sandbox, form, BASIC);
    expect(answerOf(none)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await hostedToken(sandbox, { ...form, code_verifier: VERIFIER })).status).toBe(200);
  });

  test('refreshes as often as it is asked to', async () => {
    const sandbox = await openSandbox();
    const first = await hostedToken(sandbox, codeForm(codeFor(sandbox)), BASIC);
    const { refresh_token } = JSON.parse(first.text) as { refresh_token: string };
    const form = { grant_type: 'refresh_token', refresh_token };
    for (let time = 0; time < 2; time++) {
      const { status, text } = await hostedToken(sandbox, form, BASIC);
      expect(status).toBe(200);
      const authorization = `Bearer ${(JSON.parse(text) as { access_token: string }).access_token}`;
      expect((await call(sandbox, 'GET', '/userinfo', undefined, { authorization })).status).toBe(
        200,
      );
    }
  });

  test.each([
    [
      'a wrong secret',
      codeForm('x'),
      { authorization: basic('sandbox', 'no') },
      401,
      'invalid_client',
    ],
    ['neither secret nor verifier', codeForm('x'), {}, 401, 'invalid_client'],
    [
      'an unknown client',
      { ...codeForm('x'), client_id: 'x', code_verifier: VERIFIER },
      {},
      401,
      'invalid_client',
    ],
    [
      'the client_id of another',
      { ...codeForm('x'), client_id: 'x' },
      BASIC,
      401,
      'invalid_client',
    ],
    ['a wrong code', codeForm('x'), BASIC, 400, 'invalid_grant'],
    [
      'a wrong refresh token',
      { grant_type: 'refresh_token', refresh_token: 'x' },
      BASIC,
      400,
      'invalid_grant',
    ],
    ['another grant', { grant_type: 'client_credentials' }, BASIC, 400, 'unsupported_grant_type'],
    ['no grant', {}, BASIC, 400, 'unsupported_grant_type'],
  ])('refuses %s as RFC 6749 has it', async (_what, form, headers, status, error) => {
    const reply = await hostedToken(
      await openSandbox(),
      form as Record<string, string>,
      headers as Record<string, string>,
    );
    expect(answerOf(reply)).toEqual({
      status,
      body: { error, error_description: expect.any(String) },
    });
  });

  test('refuses JSON', async () => {
    const headers = { ...BASIC, 'content-type': 'application/json' };
    const reply = await call(await openSandbox(), 'POST', '/token', codeForm('x'), headers);
    expect(answerOf(reply)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});
