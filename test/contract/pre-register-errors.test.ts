import { describe, expect, test } from '@jest/globals';
import { bothSides, errorOf, invite, outcome } from './both-sides.js';
import { body, having, without } from './on-the-way.js';

const required = 'missing: required';

describe('a pre-registration is answered 400', () => {
  // The client always sends whole JSON; the bodies are spoilt on the way.
  test.each([
    ['an empty body', 'http_exception', ''],
    ['malformed JSON', 'invalid_parameters', '{"client_id": "sandbox",'],
  ])('for %s: %s, "Invalid json format" [response-codes-preregister]', async (_, error, text) => {
    const { through } = await bothSides();
    const client = await through(body(text));
    expect(await errorOf(invite(client))).toMatchObject({
      kind: 'refused',
      status: 400,
      apiError: error,
      fields: [{ field: 'message', complaint: 'Invalid json format' }],
    });
    expect(await outcome(invite(client))).toMatchObject({ kind: 'failed', code: error });
  });
});

describe('a pre-registration is answered 422', () => {
  test.each(['auth_type', 'redirect_uri', 'grant_type'])(
    '"field required" without the key %s, and stops the client [response-codes-preregister]',
    async (key) => {
      const { through } = await bothSides();
      const client = await through(without(key));
      expect(await errorOf(invite(client))).toMatchObject({
        status: 422,
        apiError: 'invalid_parameters',
        description: null,
        fields: [{ field: key, complaint: 'field required' }],
      });
      expect(await outcome(invite(client))).toMatchObject({
        kind: 'stop',
        code: 'settings_refused',
      });
    },
  );

  test('"field required" without profile_fields, and fails the person [response-codes-preregister]', async () => {
    const { through } = await bothSides();
    const client = await through(without('profile_fields'));
    expect(await errorOf(invite(client))).toMatchObject({
      status: 422,
      apiError: 'invalid_parameters',
      fields: [{ field: 'profile_fields', complaint: 'field required' }],
    });
    expect(await outcome(invite(client))).toMatchObject({ kind: 'failed' });
  });

  test.each(['client_id', 'auth_type'])(
    '{"missing":"required"} for an empty %s, and stops the client [response-codes-preregister]',
    async (key) => {
      const { through } = await bothSides();
      const client = await through(having(key, ''));
      expect(await errorOf(invite(client))).toMatchObject({
        status: 422,
        description: null,
        fields: [{ field: key, complaint: required }],
      });
      expect(await outcome(invite(client))).toMatchObject({
        kind: 'stop',
        code: 'settings_refused',
      });
    },
  );

  test('missing_argument with null details for an empty redirect_uri, and stops the client [response-codes-preregister]', async () => {
    const { client } = await bothSides();
    const call = () => invite(client(), { redirectUri: '' });
    expect(await errorOf(call())).toMatchObject({
      status: 422,
      apiError: 'missing_argument',
      fields: [],
    });
    expect(await outcome(call())).toMatchObject({ kind: 'stop', code: 'settings_refused' });
  });

  test('for a redirect_uri that is not the client’s, and stops the client [response-codes-resend-verification]', async () => {
    const { client } = await bothSides({
      clients: [
        { clientId: 'sandbox', secret: 'sandbox-secret', redirectUris: ['https://other.example/'] },
      ],
    });
    expect(await errorOf(invite(client()))).toMatchObject({
      status: 422,
      fields: [{ field: 'redirect_uri', complaint: 'invalid: invalid value' }],
    });
    expect(await outcome(invite(client()))).toMatchObject({ kind: 'stop' });
  });

  test('for an auth_type that the client does not have, and stops the client [response-codes-resend-verification]', async () => {
    const { client } = await bothSides({
      clients: [{ clientId: 'sandbox', secret: 'sandbox-secret', authTypes: ['email'] }],
    });
    const sms = client({ authType: 'sms' });
    expect(await errorOf(invite(sms))).toMatchObject({
      status: 422,
      apiError: 'invalid_parameters',
      fields: [{ field: 'auth_type', complaint: 'invalid: unsupported auth_type value' }],
    });
    expect(await outcome(invite(sms))).toMatchObject({ kind: 'stop' });
  });

  test.each([
    ['removed', { firstName: 'Ada' }],
    ['empty', { firstName: 'Ada', emailAddress: '' }],
  ])(
    '{"missing":"required"} for an emailAddress that is %s, and fails the person [response-codes-preregister]',
    async (_, profileFields) => {
      const { client } = await bothSides();
      expect(await errorOf(invite(client(), { profileFields }))).toMatchObject({
        status: 422,
        apiError: 'invalid_parameters',
        description: null,
        fields: [{ field: 'emailAddress', complaint: required }],
      });
      expect(await outcome(invite(client(), { profileFields }))).toMatchObject({
        kind: 'failed',
        code: 'invalid_parameters',
      });
    },
  );

  test('invalid_form_fields for an address of wrong form, which is not taken for one in use [response-codes-register]', async () => {
    const { client } = await bothSides();
    const profileFields = { emailAddress: 'ada.example.com' };
    expect(await errorOf(invite(client(), { profileFields }))).toMatchObject({
      status: 422,
      apiError: 'invalid_form_fields',
      description: 'some inputs are invalid',
      fields: [{ field: 'emailAddress', complaint: 'Email address is not formatted correctly.' }],
    });
    expect(await outcome(invite(client(), { profileFields }))).toEqual({
      kind: 'failed',
      code: 'invalid_form_fields',
      message: expect.stringContaining('Email address is not formatted correctly.'),
    });
  });
});
