import { describe, expect, test } from '@jest/globals';
import { isActivated } from '../../src/invite/activated.js';
import { attributeEquals } from '../../src/next-identity/filter.js';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { ADA, bothSides, errorOf, invite, NUMBER } from './both-sides.js';
import { body, having, query, without } from './on-the-way.js';
import type { Change } from './relay.js';

const DIRECT = { clientId: 'sandbox-direct', clientSecret: 'sandbox-direct-secret' };
const byAddress = (address: string) => ({
  filter: attributeEquals('email', address),
  attributes: ['uuid', 'email'],
});

async function withInvited(options: SandboxOptions = {}) {
  const sides = await bothSides(options);
  await invite(sides.client());
  const uuid = sides.sandbox.user(ADA)?.uuid ?? '';
  return { ...sides, uuid };
}

describe('users/find', () => {
  test('tells whether a person who is to be invited is there already [docs/api-direct-database-calls]', async () => {
    const { direct, uuid } = await withInvited();
    const api = direct();
    expect(await api.findUsers(byAddress(ADA))).toEqual([{ uuid, email: ADA }]);
    expect(await api.findUsers(byAddress('nobody@example.com'))).toEqual([]);
  });

  test.each(['results', 'with-count'] as const)(
    'answers a list under results (%s), and of the attributes asked for only [next-reason/integrations]',
    async (findAnswer) => {
      const { direct, uuid } = await withInvited({ findAnswer });
      const filter = `uuid='${uuid}'`;
      expect(await direct().findUsers({ filter, attributes: ['givenName'] })).toEqual([
        { givenName: 'Ada' },
      ]);
    },
  );

  test('has store names where pre-register has form names [next-reason/integrations, docs/pre-register]', async () => {
    const { direct, uuid } = await withInvited();
    const attributes = ['uuid', 'givenName', 'familyName', 'email'];
    const filter = attributeEquals('uuid', uuid);
    expect(await direct().findUsers({ filter, attributes })).toEqual([
      { uuid, givenName: 'Ada', familyName: 'Lovelace', email: ADA },
    ]);
  });

  test('calls a mobile number mobileNumber [a public client of the API]', async () => {
    const { client, direct } = await bothSides();
    const { uuid } = await invite(client({ authType: 'sms' }), {
      profileFields: { mobileNumber: NUMBER },
    });
    const filter = attributeEquals('mobileNumber', NUMBER);
    expect(await direct().findUsers({ filter, attributes: ['uuid', 'mobileNumber'] })).toEqual([
      { uuid, mobileNumber: NUMBER },
    ]);
  });

  test.each([
    "o'brien@example.com",
    'a+b@example.com',
    'back\\slash@example.com',
    'müller@example.com',
  ])('finds %s, and nobody else [inferred from next-reason/integrations]', async (emailAddress) => {
    const { client, direct } = await withInvited();
    const { uuid } = await invite(client(), { profileFields: { emailAddress } });
    expect(await direct().findUsers(byAddress(emailAddress))).toEqual([
      { uuid, email: emailAddress },
    ]);
  });

  test('shows resourceAccess attributes [docs/api-direct-database-calls]', async () => {
    const { client, direct } = await bothSides();
    await invite(client(), { profileFields: { emailAddress: ADA, resourceAccessB2b: true } });
    const filter = attributeEquals('email', ADA);
    expect(await direct().findUsers({ filter, attributes: ['resourceAccessB2b'] })).toEqual([
      { resourceAccessB2b: true },
    ]);
  });

  test.each(['timestamp', 'boolean'] as const)(
    'tells by emailVerified (a %s) who has activated [inferred]',
    async (verifiedAs) => {
      const { sandbox, direct } = await withInvited({ verifiedAs });
      const api = direct();
      const when = { attribute: 'emailVerified', is: 'present' };
      const look = async () => {
        const [user = {}] = await api.findUsers({
          filter: attributeEquals('email', ADA),
          attributes: ['emailVerified'],
        });
        return isActivated(user, when);
      };
      expect(await look()).toBe(false);
      sandbox.activate({ identifiers: [ADA] });
      expect(await look()).toBe(true);
    },
  );
});

describe('users/find is refused', () => {
  test.each([
    ['secret', { clientSecret: 'wrong' }],
    ['client id', { clientId: 'wrong' }],
  ])(
    'for a wrong %s: 400 "Invalid authorization header" [response-code-users-find]',
    async (_, wrong) => {
      const { direct } = await withInvited();
      expect(await errorOf(direct(wrong).findUsers(byAddress(ADA)))).toMatchObject({
        kind: 'refused',
        status: 400,
        apiError: 'http_exception',
        fields: [{ field: 'message', complaint: 'Invalid authorization header' }],
        message: expect.stringContaining('Check the client id and its secret'),
      });
    },
  );

  test('for a login client: 403 Forbidden [docs/api-direct-database-calls]', async () => {
    const { client } = await withInvited();
    expect(await errorOf(client().findUsers(byAddress(ADA)))).toMatchObject({
      kind: 'refused',
      status: 403,
      apiError: 'http_exception',
      fields: [{ field: 'message', complaint: 'Forbidden' }],
    });
  });

  test('for a bad client_id: 403 Forbidden [response-code-users-find]', async () => {
    const { through } = await withInvited();
    const client = await through(query('client_id', 'other'), DIRECT);
    expect(await errorOf(client.findUsers(byAddress(ADA)))).toMatchObject({
      status: 403,
      fields: [{ field: 'message', complaint: 'Forbidden' }],
    });
  });

  test('for attributes that are no JSON: 400 "Invalid json format" [response-code-users-find]', async () => {
    const { through } = await withInvited();
    const client = await through(query('attributes', 'uuid,email'), DIRECT);
    expect(await errorOf(client.findUsers(byAddress(ADA)))).toMatchObject({
      status: 400,
      fields: [{ field: 'message', complaint: 'Invalid json format' }],
    });
  });
});

describe('users/update', () => {
  test('changes the resourceAccess of the user with this uuid [docs/api-direct-database-calls]', async () => {
    const { sandbox, direct, uuid } = await withInvited();
    await direct().updateUser({ uuid, attributes: { resourceAccessB2b: true } });
    expect(sandbox.user(ADA)?.profile.resourceAccessB2b).toBe(true);
  });

  test('addresses the user by key_property and its value as well [response-code-users-update]', async () => {
    const { sandbox, direct } = await withInvited();
    const attributes = { resourceAccessB2b: false };
    await direct().updateUser({ keyProperty: 'email', keyValue: ADA, attributes });
    expect(sandbox.user(ADA)?.profile.resourceAccessB2b).toBe(false);
  });

  test('takes store names, and pre-register’s form names stand for the same [next-reason/integrations]', async () => {
    const { sandbox, direct, uuid } = await withInvited();
    await direct().updateUser({ uuid, attributes: { givenName: 'Augusta' } });
    expect(sandbox.user(ADA)?.profile).toMatchObject({ firstName: 'Augusta' });
    expect(sandbox.user(ADA)?.profile).not.toHaveProperty('givenName');
  });

  test.each(['auth_type', 'grant_type', 'redirect_uri'])(
    'ignores %s [response-code-users-update]',
    async (key) => {
      const { sandbox, through, uuid } = await withInvited();
      const client = await through(having(key, 'nonsense'), DIRECT);
      await client.updateUser({ uuid, attributes: { givenName: 'Augusta' } });
      expect(sandbox.user(ADA)?.profile).toEqual({
        firstName: 'Augusta',
        lastName: 'Lovelace',
        emailAddress: ADA,
      });
    },
  );
});

describe('users/update is refused', () => {
  test.each<[string, Change, object]>([
    [
      'a bad uuid: 422 "invalid uuid"',
      having('uuid', 'not-a-uuid'),
      {
        status: 422,
        description: 'uuid was not valid for the following reason: invalid uuid',
      },
    ],
    [
      'neither key: 422 missing_argument, with a text as error_details',
      without('uuid'),
      {
        status: 422,
        apiError: 'missing_argument',
        fields: [{ field: 'error_details', complaint: 'provide either uuid or key_property' }],
      },
    ],
    [
      'a bad client_id: 403 Forbidden',
      having('client_id', 'other'),
      { status: 403, fields: [{ field: 'message', complaint: 'Forbidden' }] },
    ],
    ['malformed JSON: 400', body('{'), { status: 400, apiError: 'invalid_parameters' }],
  ])('for %s [response-code-users-update]', async (_, change, expected) => {
    const { sandbox, through, uuid } = await withInvited();
    const client = await through(change, DIRECT);
    const call = client.updateUser({ uuid, attributes: { givenName: 'Augusta' } });
    expect(await errorOf(call)).toMatchObject({ kind: 'refused', ...expected });
    expect(sandbox.user(ADA)?.profile.firstName).toBe('Ada');
  });

  test('for a value without the name of its attribute: 422 [response-code-users-update]', async () => {
    const { through } = await withInvited();
    const client = await through(without('key_property'), DIRECT);
    const call = client.updateUser({ keyProperty: 'email', keyValue: ADA, attributes: {} });
    expect(await errorOf(call)).toMatchObject({
      status: 422,
      description: 'value is a string but attribute_name not given',
    });
  });

  test('for a login client: 403 Forbidden [docs/api-direct-database-calls]', async () => {
    const { client, uuid } = await withInvited();
    const call = client().updateUser({ uuid, attributes: { givenName: 'Augusta' } });
    expect(await errorOf(call)).toMatchObject({ status: 403 });
  });
});
