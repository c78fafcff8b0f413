import { describe, expect, test } from '@jest/globals';
import { toAnswer } from '../../src/next-identity/to-answer.js';
import { against, errorOf } from './client-under-test.js';

const UUID = '6bbe7e58-bede-41b8-940b-5614c7607a4e';
const ann = { firstName: 'Ann', lastName: 'Lee', emailAddress: 'ann@example.com' };
const created = { status: 201, body: JSON.stringify({ uuid: UUID }) };

describe('the request for a pre-registration', () => {
  test('is one POST with Basic authorization and the documented body', async () => {
    const { server, client } = await against([created], { locale: 'en-US' });
    await client.preRegister({ profileFields: { ...ann, resourceAccessB2b: true } });
    expect(server.received).toHaveLength(1);
    const [request] = server.received;
    expect(request).toMatchObject({ method: 'POST', url: '/idp/v1/account/pre-register' });
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'user-agent': 'rollcall',
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from('client-1:s3cret').toString('base64')}`,
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      client_id: 'client-1',
      auth_type: 'email',
      grant_type: 'password',
      redirect_uri: 'https://app.example/welcome',
      locale: 'en-US',
      profile_fields: { ...ann, resourceAccessB2b: true },
    });
  });

  test('leaves locale and resend out unless they are wanted', async () => {
    const { server, client } = await against([created]);
    await client.preRegister({ profileFields: ann, resend: false });
    expect(server.received[0]?.body).not.toMatch(/locale|resend/);
  });

  test('carries what the call itself asks for', async () => {
    const { server, client } = await against([created], { locale: 'en-US', grantType: 'other' });
    await client.preRegister({
      profileFields: { mobileNumber: '+441632960001' },
      authType: 'sms',
      locale: 'de-DE',
      redirectUri: 'https://other.example/',
      resend: true,
    });
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({
      auth_type: 'sms',
      grant_type: 'other',
      locale: 'de-DE',
      redirect_uri: 'https://other.example/',
      resend: true,
    });
  });

  test('writes resend as text for a tenant that wants it so', async () => {
    const { server, client } = await against([created], { resendAs: 'string' });
    await client.preRegister({ profileFields: ann, resend: true });
    expect(JSON.parse(server.received[0]?.body ?? '')).toMatchObject({ resend: 'true' });
  });

  test('keeps the path of a base URL', async () => {
    const { server } = await against([created]);
    const { client } = await against([], { baseUrl: `${server.baseUrl}/tenant/` });
    await client.preRegister({ profileFields: ann });
    expect(server.received[0]?.url).toBe('/tenant/idp/v1/account/pre-register');
  });
});

describe('the answer to a pre-registration', () => {
  test('201 is created, 200 is an existing user', async () => {
    const { client } = await against([created, { ...created, status: 200 }]);
    const call = () => client.preRegister({ profileFields: ann });
    expect(await call()).toEqual({ status: 201, uuid: UUID, created: true });
    expect(await call()).toEqual({ status: 200, uuid: UUID, created: false });
  });

  test.each([
    ['with a trailing space', { uuid: `${UUID} ` }],
    ['in upper case', { uuid: UUID.toUpperCase() }],
    ['under result', { stat: 'ok', result: { uuid: UUID } }],
    ['under data', { data: { uuid: UUID } }],
    ['beside a bad one', { uuid: null, result: { uuid: UUID } }],
  ])('the uuid is found %s', async (_where, body) => {
    const { client } = await against([{ status: 201, body: JSON.stringify(body) }]);
    expect(await client.preRegister({ profileFields: ann })).toMatchObject({ uuid: UUID });
  });

  test.each([
    ['no uuid', { stat: 'ok' }],
    ['a short one', { uuid: UUID.slice(1) }],
    ['two run together', { uuid: `${UUID}${UUID}` }],
    ['the nil uuid', { uuid: '00000000-0000-0000-0000-000000000000' }],
    ['a number', { uuid: 7 }],
    ['a list', [{ uuid: UUID }]],
    ['null', null],
  ])('%s is no uuid, and no error either', async (_what, body) => {
    const { client } = await against([{ status: 201, body: JSON.stringify(body) }]);
    expect(await client.preRegister({ profileFields: ann })).toMatchObject({ uuid: null });
  });

  test.each([
    ['text', 201, 'welcome'],
    ['half a JSON object', 200, '{"uuid":"6bbe'],
    ['nothing', 201, ''],
    ['a status that no documentation explains', 202, '{"uuid":null}'],
  ])('a 2xx with %s is lost, never a success', async (_what, status, body) => {
    const { client } = await against([{ status, body }]);
    const error = await errorOf(client.preRegister({ profileFields: ann }));
    expect(error).toMatchObject({ kind: 'lost', status, mayHaveTakenEffect: true });
  });

  test('a 200 that says stat "error" is a refusal', async () => {
    const { client } = await against([
      { status: 200, body: '{"stat":"error","error":"invalid_argument"}' },
    ]);
    const error = await errorOf(client.preRegister({ profileFields: ann }));
    expect(error).toMatchObject({ kind: 'refused', status: 200, apiError: 'invalid_argument' });
  });
});

describe('the answer that the domain sees', () => {
  test.each([
    [created, { kind: 'accepted', status: 201, uuid: UUID }],
    [
      {
        status: 422,
        body: '{"error":"invalid_form_fields","error_details":{"emailAddress":["Email address is already in use."]},"error_description":"some inputs are invalid"}',
      },
      {
        kind: 'refused',
        status: 422,
        error: 'invalid_form_fields',
        fields: [{ field: 'emailAddress', complaint: 'Email address is already in use.' }],
      },
    ],
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { kind: 'rate-limited', retryAfterMs: 7000 },
    ],
    [{ status: 429 }, { kind: 'rate-limited', retryAfterMs: null }],
    [{ status: 503 }, { kind: 'unavailable', status: 503, reason: 'HTTP 503' }],
    [{ status: 201 }, { kind: 'lost', reason: 'HTTP 201 with a body that is not JSON' }],
  ])('%j becomes %j', async (answer, expected) => {
    const { client } = await against([answer]);
    expect(await toAnswer(client.preRegister({ profileFields: ann }))).toEqual(expected);
  });

  test('an aborted call is no answer', async () => {
    const { client } = await against([created]);
    const call = client.preRegister({ profileFields: ann, signal: AbortSignal.abort() });
    await expect(toAnswer(call)).rejects.toMatchObject({ kind: 'aborted' });
  });

  test('nor is a programming error', async () => {
    await expect(toAnswer(Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
  });
});
