import { describe, expect, test } from '@jest/globals';
import { against, errorOf } from './client-under-test.js';

const BASIC = `Basic ${Buffer.from('client-1:s3cret').toString('base64')}`;
const ok = { status: 200, body: '{"stat":"ok"}' };
const bearer = {
  status: 200,
  body: '{"access_token":"A","refresh_token":"R","token_type":"bearer"}',
};
const form = (body = '') => Object.fromEntries(new URLSearchParams(body));

describe('the profile', () => {
  test('is fetched with the access token, for this client', async () => {
    const { server, client } = await against([{ status: 200, body: '{"firstName":"Ann"}' }]);
    expect(await client.getProfile({ accessToken: 'T' })).toEqual({ firstName: 'Ann' });
    const [request] = server.received;
    expect(request).toMatchObject({
      method: 'GET',
      url: '/idp/v1/account/profile?client_id=client-1',
    });
    expect(request?.headers.authorization).toBe('Bearer T');
  });

  test.each([
    '{"stat":"ok","firstName":"Ann"}',
    '{"stat":"ok","result":{"firstName":"Ann"}}',
    '{"profile_fields":{"firstName":"Ann"}}',
  ])('is read from %s', async (body) => {
    const { client } = await against([{ status: 200, body }]);
    expect(await client.getProfile({ accessToken: 'T' })).toEqual({ firstName: 'Ann' });
  });

  test('is changed with PUT', async () => {
    const { server, client } = await against([ok], { locale: 'en-US' });
    await client.updateProfile({ accessToken: 'T', profileFields: { firstName: 'Bea' } });
    const [request] = server.received;
    expect(request).toMatchObject({ method: 'PUT', url: '/idp/v1/account/profile' });
    expect(request?.headers.authorization).toBe('Bearer T');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      client_id: 'client-1',
      locale: 'en-US',
      profile_fields: { firstName: 'Bea' },
    });
  });

  test.each(['', 'two words', 'line\r\nx-evil: 1', '"quoted"'])(
    'is not asked for with %j as the access token',
    async (accessToken) => {
      const { server, client } = await against([ok]);
      await expect(client.getProfile({ accessToken })).rejects.toMatchObject({
        code: 'next_identity_access_token',
      });
      expect(server.received).toHaveLength(0);
    },
  );
});

describe('the token endpoint', () => {
  test('exchanges a code, in the JSON form, without the secret', async () => {
    const { server, client } = await against([bearer]);
    const request = { code: 'C', userId: 'ann@example.com', legalAcceptances: true };
    expect(await client.exchangeCode(request)).toEqual({
      accessToken: 'A',
      refreshToken: 'R',
      idToken: null,
      expiresInSeconds: null,
    });
    const [received] = server.received;
    expect(received?.url).toBe('/idp/v1/account/token');
    expect(received?.headers.authorization).toBeUndefined();
    expect(JSON.parse(received?.body ?? '')).toEqual({
      client_id: 'client-1',
      grant_type: 'authorization_code',
      code: 'C',
      redirect_uri: 'https://app.example/welcome',
      auth_type: 'email',
      user_id: 'ann@example.com',
      legal_acceptances: true,
    });
  });

  test('exchanges a PIN under the name that a tenant is set to', async () => {
    const { server, client } = await against([bearer], {
      token: { authorization: 'basic', pinParameter: 'otp' },
    });
    await client.exchangePin({ pin: '123456', userId: '+441632960001', authType: 'sms' });
    expect(server.received[0]?.headers.authorization).toBe(BASIC);
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      client_id: 'client-1',
      grant_type: 'pin',
      otp: '123456',
      redirect_uri: 'https://app.example/welcome',
      auth_type: 'sms',
      user_id: '+441632960001',
    });
  });

  test('exchanges a code of the hosted pages with the secret, or with PKCE instead', async () => {
    const body = '{"access_token":"A","id_token":"I","token_type":"Bearer","expires_in":3600}';
    const { server, client } = await against([{ status: 200, body }]);
    expect(await client.exchangeHostedCode({ code: 'C' })).toEqual({
      accessToken: 'A',
      refreshToken: null,
      idToken: 'I',
      expiresInSeconds: 3600,
    });
    await client.exchangeHostedCode({ code: 'C', codeVerifier: 'V' });
    const [confidential, pkce] = server.received;
    expect(confidential?.url).toBe('/token');
    expect(confidential?.headers).toMatchObject({
      authorization: BASIC,
      'content-type': 'application/x-www-form-urlencoded',
    });
    const grant = {
      client_id: 'client-1',
      grant_type: 'authorization_code',
      code: 'C',
      redirect_uri: 'https://app.example/welcome',
    };
    expect(form(confidential?.body)).toEqual(grant);
    expect(pkce?.headers.authorization).toBeUndefined();
    expect(form(pkce?.body)).toEqual({ ...grant, code_verifier: 'V' });
  });

  test('refreshes', async () => {
    const { server, client } = await against([bearer]);
    expect(await client.refresh({ refreshToken: 'R+/=' })).toMatchObject({ accessToken: 'A' });
    expect(form(server.received[0]?.body)).toEqual({
      client_id: 'client-1',
      grant_type: 'refresh_token',
      refresh_token: 'R+/=',
    });
  });

  test.each(['{}', '{"access_token":""}', '{"access_token":"A","token_type":"mac"}'])(
    'an answer of %s is lost, as the code is spent',
    async (body) => {
      const { client } = await against([{ status: 200, body }]);
      const error = await errorOf(client.exchangeHostedCode({ code: 'C' }));
      expect(error).toMatchObject({ kind: 'lost', mayHaveTakenEffect: true });
    },
  );

  test('a complaint that repeats a token is masked', async () => {
    const body = '{"error":"invalid_parameters","error_details":{"refresh_token":"no R0secret"}}';
    const { client } = await against([{ status: 422, body }]);
    const error = await errorOf(client.refresh({ refreshToken: 'R0secret' }));
    expect(error.fields).toEqual([{ field: 'refresh_token', complaint: 'no [masked]' }]);
  });
});

describe('resend-verification', () => {
  test('asks without authorization, and hands back what the API says', async () => {
    const message = 'An email has been sent to the address on record.';
    const { server, client } = await against([{ status: 200, body: JSON.stringify({ message }) }]);
    const answer = await client.resendVerification({ userId: 'ann@example.com', locale: 'fr-FR' });
    expect(answer).toEqual({ message });
    const [request] = server.received;
    expect(request).toMatchObject({
      method: 'POST',
      url: '/idp/v1/account/resend-verification',
    });
    expect(request?.headers.authorization).toBeUndefined();
    expect(JSON.parse(request?.body ?? '')).toEqual({
      client_id: 'client-1',
      auth_type: 'email',
      grant_type: 'password',
      redirect_uri: 'https://app.example/welcome',
      locale: 'fr-FR',
      user_id: 'ann@example.com',
    });
  });

  test('takes an empty 200 for done, and half a body for lost', async () => {
    const { client } = await against([{ status: 200 }, { status: 200, body: '{"mess' }]);
    expect(await client.resendVerification({ userId: 'a' })).toEqual({ message: null });
    expect(await errorOf(client.resendVerification({ userId: 'a' }))).toMatchObject({
      kind: 'lost',
    });
  });

  test('carries the secret for a tenant that wants it', async () => {
    const { server, client } = await against([ok], {
      resendVerification: { authorization: 'basic' },
    });
    await client.resendVerification({ userId: 'a' });
    expect(server.received[0]?.headers.authorization).toBe(BASIC);
  });
});
