import { describe, expect, test } from '@jest/globals';
import { ADA, bothSides, errorOf, UUID } from './both-sides.js';
import { body, having, header, query, without } from './on-the-way.js';
import type { Change } from './relay.js';
import { signedIn } from './signed-in.js';

const FIELDS = { firstName: 'Ada', lastName: 'Lovelace', emailAddress: ADA };

describe('the profile', () => {
  test('is read with the access token of its user, by form names [docs/api-profile]', async () => {
    const { client, accessToken } = await signedIn();
    expect(await client().getProfile({ accessToken })).toEqual(FIELDS);
  });

  test('is scoped to the client: another one may not read it with this token [docs/api-profile]', async () => {
    const { client, accessToken } = await signedIn();
    const other = client({ clientId: 'sandbox-direct', clientSecret: 'sandbox-direct-secret' });
    expect(await errorOf(other.getProfile({ accessToken }))).toMatchObject({
      kind: 'refused',
      status: 403,
    });
  });

  test.each<[string, Change]>([
    ['no token', header('authorization', null)],
    ['a token of nobody', header('authorization', 'Bearer nobody')],
    ['the secret of the client', header('authorization', 'Basic c2FuZGJveDpzYW5kYm94LXNlY3JldA==')],
  ])('is not read with %s: "Unauthorized" [unify-journeys-hosted-user-info]', async (_, change) => {
    const { through, accessToken } = await signedIn();
    const client = await through(change);
    expect(await errorOf(client.getProfile({ accessToken }))).toMatchObject({
      kind: 'refused',
      status: 401,
      apiError: 'http_exception',
      fields: [{ field: 'message', complaint: 'Unauthorized' }],
    });
  });

  test('is changed, and keeps what was not named [response-codes-profile-put]', async () => {
    const { client, accessToken } = await signedIn();
    const profileFields = { firstName: 'Augusta', resourceAccessB2b: true };
    await client().updateProfile({ accessToken, profileFields });
    expect(await client().getProfile({ accessToken })).toEqual({ ...FIELDS, ...profileFields });
  });
});

describe('a changed profile is answered {"stat":"ok"}', () => {
  const change = { profileFields: { firstName: 'Augusta' } };

  test.each<[string, Change]>([
    ['with a wrong client_id in the URL', query('client_id', 'wrong')],
    ['without a locale', without('locale')],
    ['with an invalid locale', having('locale', 'xx_YY!')],
  ])('also %s [response-codes-profile-put]', async (_, onTheWay) => {
    const { sandbox, through, accessToken } = await signedIn();
    const client = await through(onTheWay);
    await client.updateProfile({ accessToken, ...change });
    expect(sandbox.user(ADA)?.profile.firstName).toBe('Augusta');
  });

  test('also with an address of nobody [response-codes-profile-put]', async () => {
    const { client, accessToken } = await signedIn();
    const profileFields = { firstName: 'Augusta', emailAddress: 'nobody@example.com' };
    await client().updateProfile({ accessToken, profileFields });
    expect(await client().getProfile({ accessToken })).toMatchObject({ firstName: 'Augusta' });
  });

  test('and that is the whole body [response-codes-profile-put]', async () => {
    const { sandbox, accessToken } = await signedIn();
    // The client says of a success only that it was one, so this is asked for literally.
    const answer = await fetch(`${sandbox.url}/idp/v1/account/profile`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: 'sandbox', profile_fields: { firstName: 'Augusta' } }),
    });
    expect([answer.status, await answer.json()]).toEqual([200, { stat: 'ok' }]);
  });
});

describe('a change of the profile is refused', () => {
  test.each<[string, Change, object]>([
    [
      'an empty body: 400 http_exception',
      body(''),
      {
        status: 400,
        apiError: 'http_exception',
        fields: [{ field: 'message', complaint: 'Invalid json format' }],
      },
    ],
    [
      'malformed JSON: 400 invalid_parameters',
      body('{"client_id"'),
      { status: 400, apiError: 'invalid_parameters' },
    ],
    [
      'a bad client_id in the body: 403 Forbidden',
      having('client_id', 'other'),
      {
        status: 403,
        apiError: 'http_exception',
        fields: [{ field: 'message', complaint: 'Forbidden' }],
      },
    ],
  ])('for %s [response-codes-profile-put]', async (_, change, expected) => {
    const { sandbox, through, accessToken } = await signedIn();
    const client = await through(change);
    const call = client.updateProfile({ accessToken, profileFields: { firstName: 'Augusta' } });
    expect(await errorOf(call)).toMatchObject({ kind: 'refused', ...expected });
    expect(sandbox.user(ADA)?.profile).toEqual(FIELDS);
  });

  test.each([
    [
      'an empty firstName: {"missing":"required"}',
      { firstName: '' },
      'invalid_parameters',
      { field: 'firstName', complaint: 'missing: required' },
    ],
    [
      'an address of wrong form: "Email address is not formatted correctly."',
      { emailAddress: 'ada' },
      'invalid_form_fields',
      { field: 'emailAddress', complaint: 'Email address is not formatted correctly.' },
    ],
    [
      'an empty emailAddress: ["required."]',
      { emailAddress: '' },
      'invalid_parameters',
      { field: 'emailAddress', complaint: 'required.' },
    ],
  ])('422 for %s [response-codes-profile-put]', async (_, profileFields, apiError, field) => {
    const { sandbox, client, accessToken } = await signedIn();
    const call = client().updateProfile({ accessToken, profileFields });
    expect(await errorOf(call)).toMatchObject({ status: 422, apiError, fields: [field] });
    expect(sandbox.user(ADA)?.profile).toEqual(FIELDS);
  });
});

// The client has no call for it: Rollcall signs nobody in.
describe('userinfo', () => {
  const ask = async (url: string, headers: Record<string, string>) => {
    const answer = await fetch(`${url}/userinfo`, { headers });
    return [answer.status, await answer.json()];
  };

  test('has the claims of OpenID Connect, email_verified as a boolean [unify-journeys-hosted-user-info]', async () => {
    const { sandbox, accessToken } = await signedIn();
    expect(await ask(sandbox.url, { authorization: `Bearer ${accessToken}` })).toEqual([
      200,
      {
        sub: expect.stringMatching(UUID),
        name: 'Ada Lovelace',
        given_name: 'Ada',
        family_name: 'Lovelace',
        email: ADA,
        email_verified: true,
        updated_at: expect.any(Number),
        locale: 'en-US',
      },
    ]);
  });

  test('is 401 for a wrong token [unify-journeys-hosted-user-info]', async () => {
    const { sandbox } = await bothSides();
    expect(await ask(sandbox.url, { authorization: 'Bearer nobody' })).toEqual([
      401,
      { error: 'http_exception', error_details: { message: 'Unauthorized' } },
    ]);
  });

  test('is 400 invalid_request for a request that is none [unify-journeys-hosted-user-info]', async () => {
    const { sandbox } = await bothSides();
    expect(await ask(sandbox.url, {})).toEqual([
      400,
      expect.objectContaining({ stat: 'error', error: 'invalid_request' }),
    ]);
  });
});
