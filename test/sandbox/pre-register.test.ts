import { describe, expect, test } from '@jest/globals';
import { basic, bodyFor, openSandbox, preRegister, uuidOf } from './calling.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ADA = 'ada@example.com';

const invalidJson = (error: string) => ({
  error,
  error_details: { message: 'Invalid json format' },
});
const parameters = (error_details: unknown) => ({ error: 'invalid_parameters', error_details });
const form = (error_details: unknown) => ({
  error: 'invalid_form_fields',
  error_description: 'some inputs are invalid',
  error_details,
});
const exception = (message: string) => ({ error: 'http_exception', error_details: { message } });
const profile = (emailAddress: unknown) => ({ profile_fields: { emailAddress } });

describe('pre-register of a new user', () => {
  test('answers 201 with a uuid and nothing else', async () => {
    const reply = await preRegister(await openSandbox(), bodyFor(ADA));
    expect(reply.status).toBe(201);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(JSON.parse(reply.text)).toEqual({ uuid: expect.stringMatching(UUID) });
  });

  test('puts a space after the uuid, as in the vendor sample, where it is set to', async () => {
    const reply = await preRegister(await openSandbox({ uuidTrailingSpace: true }), bodyFor(ADA));
    expect(uuidOf(reply)).toMatch(/^[0-9a-f-]{36} $/);
  });

  test.each([
    ['an invalid grant_type', { grant_type: 'nonsense' }],
    ['an empty grant_type', { grant_type: '' }],
    ['an empty locale', { locale: '' }],
    ['no locale', { locale: undefined }],
    ['an invalid resend', { resend: 'perhaps' }],
    ['resend false', { resend: false }],
    ['a key that nobody knows', { scope: 'openid' }],
  ])('is not put off by %s', async (_what, change) => {
    const reply = await preRegister(await openSandbox(), bodyFor(ADA, change));
    expect(reply.status).toBe(201);
  });

  test.each(['mobileNumber', 'phoneNumber', 'mobile'])(
    'takes a number from %s for sms',
    async (field) => {
      const sandbox = await openSandbox();
      const body = bodyFor('', {
        auth_type: 'sms',
        profile_fields: { [field]: '+49 151 1234-5678' },
      });
      const reply = await preRegister(sandbox, body);
      expect(reply.status).toBe(201);
      expect(sandbox.user('+4915112345678')).toMatchObject({
        authType: 'sms',
        uuid: uuidOf(reply),
      });
    },
  );
});

describe('pre-register refuses', () => {
  test.each([
    ['an empty body', '', 400, invalidJson('http_exception')],
    ['a body that breaks off', '{"profile_fields":', 400, invalidJson('invalid_parameters')],
    ['a list for a body', '[]', 400, invalidJson('invalid_parameters')],
    ...['profile_fields', 'client_id', 'auth_type', 'grant_type', 'redirect_uri'].map(
      (key): [string, unknown, number, unknown] => [
        `an absent ${key}`,
        bodyFor(ADA, { [key]: undefined }),
        422,
        parameters({ [key]: 'field required' }),
      ],
    ),
    ...['client_id', 'auth_type'].map((key): [string, unknown, number, unknown] => [
      `an empty ${key}`,
      bodyFor(ADA, { [key]: '' }),
      422,
      parameters({ [key]: { missing: 'required' } }),
    ]),
    [
      'an empty redirect_uri',
      bodyFor(ADA, { redirect_uri: '' }),
      422,
      {
        error: 'missing_argument',
        error_description: 'Missing Parameter',
        error_details: null,
      },
    ],
    [
      'a redirect_uri that is no address',
      bodyFor(ADA, { redirect_uri: 'welcome' }),
      422,
      parameters({ redirect_uri: { invalid: 'invalid value' } }),
    ],
    [
      'profile_fields that are no object',
      bodyFor(ADA, { profile_fields: 'Ada' }),
      422,
      parameters({ profile_fields: { invalid: 'invalid value' } }),
    ],
    [
      'an auth_type that nobody knows',
      bodyFor(ADA, { auth_type: 'pigeon' }),
      422,
      parameters({ auth_type: { invalid: 'unsupported auth_type value' } }),
    ],
    [
      'the client_id of somebody else',
      bodyFor(ADA, { client_id: 'other' }),
      403,
      exception('Forbidden'),
    ],
    ['an empty address', bodyFor(''), 422, parameters({ emailAddress: { missing: 'required' } })],
    [
      'profile_fields without an address',
      bodyFor('', { profile_fields: { firstName: 'Ada' } }),
      422,
      parameters({ emailAddress: { missing: 'required' } }),
    ],
    ...['ada', 'ada@example', 'a b@example.com', 'ada@@example.com', ' ada@example.com', 7].map(
      (address): [string, unknown, number, unknown] => [
        `the address ${JSON.stringify(address)}`,
        bodyFor('', profile(address)),
        422,
        form({ emailAddress: ['Email address is not formatted correctly.'] }),
      ],
    ),
    [
      'a number that is none',
      bodyFor('', { auth_type: 'sms', profile_fields: { mobileNumber: '12' } }),
      422,
      form({ mobileNumber: ['Mobile number is not formatted correctly.'] }),
    ],
  ])('%s', async (_what, body, status, expected) => {
    const sandbox = await openSandbox();
    const reply = await preRegister(sandbox, body);
    expect({ status: reply.status, body: JSON.parse(reply.text) }).toEqual({
      status,
      body: expected,
    });
    expect(sandbox.account().users.users).toBe(0);
  });

  test('all absent keys at once', async () => {
    const reply = await preRegister(await openSandbox(), {});
    expect(Object.keys(JSON.parse(reply.text).error_details)).toHaveLength(5);
  });

  test('a body that is not declared as JSON, as if there were none', async () => {
    const headers = { 'content-type': 'text/plain' };
    const reply = await preRegister(await openSandbox(), bodyFor(ADA), headers);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text)).toEqual(invalidJson('http_exception'));
  });

  test('an auth type that the client does not use', async () => {
    const clients = [
      { clientId: 'sandbox', secret: 'sandbox-secret', authTypes: ['sms' as const] },
    ];
    const reply = await preRegister(await openSandbox({ clients }), bodyFor(ADA));
    expect(reply.status).toBe(422);
    expect(reply.text).toContain('unsupported auth_type value');
  });

  test('a redirect address that is not among those of the client', async () => {
    const redirectUris = ['https://app.example/start'];
    const clients = [{ clientId: 'sandbox', secret: 'sandbox-secret', redirectUris }];
    const sandbox = await openSandbox({ clients });
    expect((await preRegister(sandbox, bodyFor(ADA))).status).toBe(422);
    const allowed = bodyFor(ADA, { redirect_uri: redirectUris[0] });
    expect((await preRegister(sandbox, allowed)).status).toBe(201);
  });
});

describe('credentials', () => {
  test.each([
    ['none', ''],
    ['a token', 'Bearer c2FuZGJveDpzYW5kYm94LXNlY3JldA=='],
    ['a wrong secret', basic('sandbox', 'wrong')],
    ['an unknown client', basic('nobody', 'sandbox-secret')],
    ['no colon', `Basic ${Buffer.from('sandbox').toString('base64')}`],
  ])('%s are answered with 400 and the words of users/find', async (_what, authorization) => {
    const reply = await preRegister(await openSandbox(), bodyFor(ADA), { authorization });
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text)).toEqual(exception('Invalid authorization header'));
  });

  test.each([
    [401 as const, 'Unauthorized'],
    [403 as const, 'Forbidden'],
  ])(
    'wrong ones are answered with %i where it is set to',
    async (refusedAuthorization, message) => {
      const sandbox = await openSandbox({ refusedAuthorization });
      const reply = await preRegister(sandbox, bodyFor(ADA), { authorization: basic('x', 'y') });
      expect(reply.status).toBe(refusedAuthorization);
      expect(JSON.parse(reply.text)).toEqual(exception(message));
    },
  );
});
