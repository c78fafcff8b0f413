import { describe, expect, test } from '@jest/globals';
import { attributeEquals } from '../../src/next-identity/filter.js';
import { against, errorOf } from './client-under-test.js';

const BASIC = `Basic ${Buffer.from('client-1:s3cret').toString('base64')}`;
const lookUp = {
  filter: attributeEquals('email', 'ann@example.com'),
  attributes: ['uuid', 'email'],
};

describe('users/find', () => {
  test('asks with query_filter and a JSON list of attributes', async () => {
    const { server, client } = await against([{ status: 200, body: '{"results":[{"uuid":"u"}]}' }]);
    expect(await client.findUsers(lookUp)).toEqual([{ uuid: 'u' }]);
    const [request] = server.received;
    expect(request).toMatchObject({ method: 'GET', body: '' });
    expect(request?.headers.authorization).toBe(BASIC);
    const url = new URL(request?.url ?? '', server.baseUrl);
    expect(url.pathname).toBe('/idp/v1/account/users/find');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'client-1',
      query_filter: "email='ann@example.com'",
      attributes: '["uuid","email"]',
    });
  });

  test('uses the names that a tenant is set to', async () => {
    const { server, client } = await against([{ status: 200, body: '{"rows":[]}' }], {
      usersFind: { filterParameter: 'filter', resultsKey: 'rows' },
    });
    expect(await client.findUsers({ ...lookUp, parameters: { max_results: '5' } })).toEqual([]);
    const url = new URL(server.received[0]?.url ?? '', server.baseUrl);
    expect(url.searchParams.get('filter')).toBe("email='ann@example.com'");
    expect(url.searchParams.get('max_results')).toBe('5');
  });

  test('writes spaces and pluses so that every reader understands them', async () => {
    const { server, client } = await against([{ status: 200, body: '{"results":[]}' }]);
    await client.findUsers({ filter: "mobileNumber = '+44'", attributes: ['uuid'] });
    expect(server.received[0]?.url).toContain('query_filter=mobileNumber%20%3D%20%27%2B44%27');
  });

  test.each(['{}', '{"stat":"ok"}', '{"results":null}', '{"results":["u"]}', '[]'])(
    'an answer of %s is lost, not "nobody"',
    async (body) => {
      const { client } = await against([{ status: 200, body }]);
      expect(await errorOf(client.findUsers(lookUp))).toMatchObject({
        kind: 'lost',
        mayHaveTakenEffect: false,
      });
    },
  );

  test('a wrong secret says what to check', async () => {
    const body =
      '{"error":"http_exception","error_details":{"message":"Invalid authorization header"}}';
    const { client } = await against([{ status: 400, body }]);
    const error = await errorOf(client.findUsers(lookUp));
    expect(error).toMatchObject({ kind: 'refused', status: 400, apiError: 'http_exception' });
    expect(error.message).toMatch(/Check the client id and its secret/);
  });
});

describe('users/update', () => {
  test('addresses the user by uuid', async () => {
    const { server, client } = await against([{ status: 200 }]);
    await client.updateUser({ uuid: 'u', attributes: { resourceAccessB2b: false } });
    const [request] = server.received;
    expect(request).toMatchObject({ method: 'POST', url: '/idp/v1/account/users/update' });
    expect(request?.headers.authorization).toBe(BASIC);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      client_id: 'client-1',
      uuid: 'u',
      profile_fields: { resourceAccessB2b: false },
    });
  });

  test('or by another attribute, with the names that a tenant is set to', async () => {
    const { server, client } = await against([{ status: 200, body: '{"stat":"ok"}' }], {
      usersUpdate: { method: 'PUT', fieldsParameter: 'attributes', keyValueParameter: 'value' },
    });
    await client.updateUser({
      keyProperty: 'email',
      keyValue: 'a@b.example',
      attributes: { x: 1 },
    });
    expect(server.received[0]).toMatchObject({ method: 'PUT' });
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      client_id: 'client-1',
      key_property: 'email',
      value: 'a@b.example',
      attributes: { x: 1 },
    });
  });
});

describe('a filter', () => {
  test.each([
    ['uuid', '1', "uuid='1'"],
    ['email', "o'brien@example.com", "email='o\\'brien@example.com'"],
    ['a.b', 'back\\slash', "a.b='back\\\\slash'"],
  ])('%s equals %s is %s', (attribute, text, expected) => {
    expect(attributeEquals(attribute, text)).toBe(expected);
  });

  test('on something that is no attribute is refused', () => {
    expect(() => attributeEquals("email='' or uuid", 'x')).toThrow(
      expect.objectContaining({ code: 'next_identity_filter' }),
    );
  });
});
