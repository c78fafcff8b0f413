import { describe, expect, test } from '@jest/globals';
import { ManualClock, type Sandbox } from '../../../src/sandbox/index.js';
import { basic, bodyFor, call, openSandbox, preRegister } from '../calling.js';
import { ADA, answerOf, exception, JSON_BODY } from '../signing-in.js';

const DIRECT = { authorization: basic('sandbox-direct', 'sandbox-direct-secret') };
const NOON = Date.UTC(2026, 0, 1, 12);

function find(
  sandbox: Sandbox,
  parameters: Record<string, string>,
  headers: Record<string, string> = DIRECT,
) {
  const query = new URLSearchParams({ client_id: 'sandbox-direct', ...parameters });
  return call(sandbox, 'GET', `/idp/v1/account/users/find?${query}`, undefined, headers);
}

const found = async (sandbox: Sandbox, query_filter: string) => {
  const { text } = await find(sandbox, { query_filter, attributes: '["email"]' });
  return (JSON.parse(text) as { results: { email: string }[] }).results.map(({ email }) => email);
};

async function withPeople(options = {}) {
  const sandbox = await openSandbox({ clock: new ManualClock(NOON), ...options });
  await preRegister(sandbox, bodyFor(ADA));
  await preRegister(
    sandbox,
    bodyFor("o'hara@example.com", {
      profile_fields: {
        firstName: 'Sean',
        emailAddress: "O'Hara@example.com",
        resourceAccessB2b: 'true',
      },
    }),
  );
  sandbox.activate({ identifiers: [ADA] });
  return sandbox;
}

describe('users/find', () => {
  test('finds by uuid and answers with store names [docs/api-direct-database-calls, integrations]', async () => {
    const sandbox = await withPeople();
    const uuid = sandbox.user(ADA)?.uuid ?? '';
    const attributes = '["uuid","givenName","familyName","email","mobileNumber"]';
    expect(answerOf(await find(sandbox, { query_filter: `uuid='${uuid}'`, attributes }))).toEqual({
      status: 200,
      body: {
        results: [
          { uuid, givenName: 'Ada', familyName: 'Lovelace', email: ADA, mobileNumber: null },
        ],
      },
    });
  });

  test('answers nobody with an empty list [response-code-users-find]', async () => {
    const reply = await find(await withPeople(), { query_filter: "email='nobody@example.com'" });
    expect(answerOf(reply)).toEqual({ status: 200, body: { results: [] } });
  });

  test.each([
    ["email='ADA@example.com'", [ADA]],
    ["email = 'o\\'hara@example.com'", ["o'hara@example.com"]],
    ["email='o''hara@example.com'", ["o'hara@example.com"]],
    ['email="o\'hara@example.com"', ["o'hara@example.com"]],
    ["givenName='Ada' and email='ada@example.com'", [ADA]],
    ["givenName='Sean' and email='ada@example.com'", []],
    ["givenName='Sean' or givenName = 'Ada'", [ADA, "o'hara@example.com"]],
    ['emailVerified is null', ["o'hara@example.com"]],
    ['emailVerified is not null', [ADA]],
    ['resourceAccessB2b=true', ["o'hara@example.com"]],
    ["(givenName='Ada' or givenName='Sean') and familyName != 'Lovelace'", ["o'hara@example.com"]],
    ["firstName='Ada'", []],
  ])('understands %s', async (filter, expected) => {
    expect(await found(await withPeople(), filter)).toEqual(expected);
  });

  test.each(["email='ada", 'email', "email='a' and", '(((', "email='a')", '= 1', '('.repeat(200)])(
    'refuses the filter %j',
    async (filter) => {
      const reply = await find(await withPeople(), { query_filter: filter });
      expect(answerOf(reply)).toEqual({ status: 400, body: exception('Invalid query_filter') });
    },
  );

  test('shows an activation as a time or as a flag, as it is set to', async () => {
    const sandbox = await withPeople();
    const parameters = { query_filter: `email='${ADA}'`, attributes: '["emailVerified"]' };
    const verified = async () =>
      JSON.parse((await find(sandbox, parameters)).text).results[0].emailVerified;
    expect(await verified()).toBe('2026-01-01 12:00:00.000000 +0000');
    sandbox.configure({ verifiedAs: 'boolean' });
    expect(await verified()).toBe(true);
  });

  test('shows everything without attributes, everybody without a filter, and counts where it is set to', async () => {
    const sandbox = await withPeople({ findAnswer: 'with-count' });
    expect(answerOf(await find(sandbox, { max_results: '1' }))).toEqual({
      status: 200,
      body: {
        stat: 'ok',
        result_count: 1,
        results: [
          {
            uuid: sandbox.user(ADA)?.uuid,
            givenName: 'Ada',
            familyName: 'Lovelace',
            email: ADA,
            emailVerified: '2026-01-01 12:00:00.000000 +0000',
            mobileNumberVerified: null,
          },
        ],
      },
    });
  });

  test('finds who signs in by number by their number, and by an address in the profile', async () => {
    const sandbox = await openSandbox();
    const profile = { emailAddress: ADA };
    sandbox.seedUsers({ identifier: '+49 151 12345678', authType: 'sms', profile });
    expect(await found(sandbox, "mobileNumber='+4915112345678'")).toEqual([ADA]);
    expect(await found(sandbox, `email='${ADA}'`)).toEqual([ADA]);
  });

  test.each([
    [
      'a wrong secret',
      {},
      { authorization: basic('sandbox-direct', 'no') },
      400,
      exception('Invalid authorization header'),
    ],
    [
      'an unknown client',
      {},
      { authorization: basic('nobody', 'x') },
      400,
      exception('Invalid authorization header'),
    ],
    ['no authorization', {}, {}, 400, exception('Invalid authorization header')],
    ['a wrong client_id', { client_id: 'other' }, DIRECT, 403, exception('Forbidden')],
    [
      'attributes that are no JSON',
      { attributes: 'uuid' },
      DIRECT,
      400,
      { error: 'invalid_parameters', error_details: { message: 'Invalid json format' } },
    ],
  ])('refuses %s [response-code-users-find]', async (_what, parameters, headers, status, body) => {
    const reply = await find(
      await openSandbox(),
      parameters as Record<string, string>,
      headers as Record<string, string>,
    );
    expect(answerOf(reply)).toEqual({ status, body });
  });

  test('does not work with login clients [docs/api-direct-database-calls]', async () => {
    const headers = { authorization: basic('sandbox', 'sandbox-secret') };
    const reply = await find(await openSandbox(), { client_id: 'sandbox' }, headers);
    expect(answerOf(reply)).toEqual({ status: 403, body: exception('Forbidden') });
  });
});

describe('users/update', () => {
  const update = (sandbox: Sandbox, body: Record<string, unknown>, method = 'POST') =>
    call(
      sandbox,
      method,
      '/idp/v1/account/users/update',
      { client_id: 'sandbox-direct', ...body },
      {
        ...JSON_BODY,
        ...DIRECT,
      },
    );

  test.each(['POST', 'PUT', 'PATCH'])(
    'changes attributes by uuid with %s, under either name',
    async (method) => {
      const sandbox = await withPeople();
      const uuid = sandbox.user(ADA)?.uuid;
      const change = { givenName: 'Augusta', resourceAccessShop: true, email: 'eve@example.com' };
      const reply = await update(
        sandbox,
        { uuid, profile_fields: change, lastName: 'King' },
        method,
      );
      expect(answerOf(reply)).toEqual({ status: 200, body: { stat: 'ok' } });
      expect(sandbox.user(ADA)?.profile).toEqual({
        firstName: 'Augusta',
        lastName: 'King',
        emailAddress: ADA,
        resourceAccessShop: true,
      });
    },
  );

  test('finds by key_property, and ignores auth_type, grant_type and redirect_uri [response-code-users-update]', async () => {
    const sandbox = await withPeople();
    const ignored = { auth_type: 'x', grant_type: 'x', redirect_uri: 'x' };
    const key = { key_property: 'email', key_value: ADA };
    const reply = await update(sandbox, {
      ...key,
      ...ignored,
      attributes: { givenName: 'Augusta' },
    });
    expect(reply.status).toBe(200);
    expect(sandbox.user(ADA)?.profile).toEqual({
      firstName: 'Augusta',
      lastName: 'Lovelace',
      emailAddress: ADA,
    });
  });

  test.each([
    [
      'a bad uuid',
      { uuid: 'x' },
      422,
      {
        error: 'invalid_argument',
        error_description: 'uuid was not valid for the following reason: invalid uuid',
      },
    ],
    [
      'neither key',
      { firstName: 'x' },
      422,
      { error: 'missing_argument', error_details: 'provide either uuid or key_property' },
    ],
    [
      'a value without its name',
      { value: 'x' },
      422,
      {
        error: 'invalid_argument',
        error_description: 'value is a string but attribute_name not given',
      },
    ],
    ['a wrong client_id', { client_id: 'sandbox', uuid: 'x' }, 403, exception('Forbidden')],
  ])('refuses %s [response-code-users-update]', async (_what, body, status, expected) => {
    expect(answerOf(await update(await openSandbox(), body))).toEqual({ status, body: expected });
  });
});

test('the discovery document names what is there [unify-journeys-hosted-well-known]', async () => {
  const sandbox = await openSandbox();
  const { status, body } = answerOf(
    await call(sandbox, 'GET', '/.well-known/openid-configuration'),
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({
    issuer: `${sandbox.url}/`,
    token_endpoint: `${sandbox.url}/token`,
    userinfo_endpoint: `${sandbox.url}/userinfo`,
    jwks_uri: `${sandbox.url}/.well-known/jwks.json`,
  });
});
