import { describe, expect, test } from '@jest/globals';
import { ManualClock, type Sandbox } from '../../../src/sandbox/index.js';
import { call, openSandbox } from '../calling.js';
import { ADA, accessToken, answerOf, exception, JSON_BODY, parameters } from '../signing-in.js';

const PATH = '/idp/v1/account/profile';
const UNAUTHORIZED = {
  status: 401,
  body: { error: 'http_exception', error_details: { message: 'Unauthorized' } },
};

async function signedIn(options = {}) {
  const sandbox = await openSandbox(options);
  const authorization = `Bearer ${await accessToken(sandbox)}`;
  return { sandbox, headers: { ...JSON_BODY, authorization } };
}

const fields = (profile_fields: unknown, change = {}) => ({
  client_id: 'sandbox',
  locale: 'en-US',
  profile_fields,
  ...change,
});

describe('profile, GET [docs/api-profile]', () => {
  test('shows the fields of the signed-in user by their form names', async () => {
    const { sandbox, headers } = await signedIn();
    const reply = await call(sandbox, 'GET', `${PATH}?client_id=sandbox`, undefined, headers);
    expect(answerOf(reply)).toEqual({
      status: 200,
      body: {
        stat: 'ok',
        uuid: sandbox.user(ADA)?.uuid,
        profile_fields: { firstName: 'Ada', lastName: 'Lovelace', emailAddress: ADA },
      },
    });
  });

  test('is for the client of the token only', async () => {
    const { sandbox, headers } = await signedIn();
    const reply = await call(sandbox, 'GET', `${PATH}?client_id=other`, undefined, headers);
    expect(answerOf(reply)).toEqual({ status: 403, body: exception('Forbidden') });
  });

  test('answers 401 to a token that is none, changed or expired', async () => {
    const clock = new ManualClock();
    const { sandbox, headers } = await signedIn({ clock, accessTokenLifetimeMs: 60_000 });
    const get = (authorization: string) =>
      call(sandbox, 'GET', `${PATH}?client_id=sandbox`, undefined, { authorization });
    expect(answerOf(await get('Bearer nonsense'))).toEqual(UNAUTHORIZED);
    expect(answerOf(await get(`${headers.authorization}x`))).toEqual(UNAUTHORIZED);
    expect(answerOf(await call(sandbox, 'GET', PATH))).toEqual(UNAUTHORIZED);
    clock.advance(59_999);
    expect((await get(headers.authorization)).status).toBe(200);
    clock.advance(1);
    expect(answerOf(await get(headers.authorization))).toEqual(UNAUTHORIZED);
  });
});

describe('profile, PUT [response-codes-profile-put]', () => {
  const put = (sandbox: Sandbox, body: unknown, headers: Record<string, string>, path = PATH) =>
    call(sandbox, 'PUT', path, body, headers);

  test('changes the fields that it names, and says no more than ok', async () => {
    const { sandbox, headers } = await signedIn();
    const reply = await put(sandbox, fields({ firstName: 'Augusta', city: 'London' }), headers);
    expect(answerOf(reply)).toEqual({ status: 200, body: { stat: 'ok' } });
    expect(sandbox.user(ADA)?.profile).toEqual({
      firstName: 'Augusta',
      lastName: 'Lovelace',
      emailAddress: ADA,
      city: 'London',
    });
  });

  test.each([
    ['a wrong client_id in the URL', {}, `${PATH}?client_id=other`],
    ['an invalid locale', { locale: 'xx' }, PATH],
    ['no locale', { locale: undefined }, PATH],
    ['the address of nobody', { profile_fields: { emailAddress: 'nobody@example.com' } }, PATH],
  ])('is not put off by %s', async (_what, change, path) => {
    const { sandbox, headers } = await signedIn();
    const reply = await put(sandbox, fields({ firstName: 'Augusta' }, change), headers, path);
    expect(answerOf(reply)).toEqual({ status: 200, body: { stat: 'ok' } });
    expect(sandbox.user(ADA)?.profile.emailAddress).toBe(ADA);
  });

  test.each([
    ['an empty body', '', 400, exception('Invalid json format')],
    [
      'a broken body',
      '{',
      400,
      { error: 'invalid_parameters', error_details: { message: 'Invalid json format' } },
    ],
    [
      'a wrong client_id in the body',
      fields({}, { client_id: 'other' }),
      403,
      exception('Forbidden'),
    ],
    [
      'an empty first name',
      fields({ firstName: '' }),
      422,
      parameters({ firstName: { missing: 'required' } }),
    ],
    [
      'an empty address',
      fields({ emailAddress: '' }),
      422,
      parameters({ emailAddress: ['required.'] }),
    ],
    [
      'a badly formatted address',
      fields({ emailAddress: 'ada@' }),
      422,
      {
        error: 'invalid_form_fields',
        error_description: 'some inputs are invalid',
        error_details: { emailAddress: ['Email address is not formatted correctly.'] },
      },
    ],
  ])('refuses %s', async (_what, body, status, expected) => {
    const { sandbox, headers } = await signedIn();
    expect(answerOf(await put(sandbox, body, headers))).toEqual({ status, body: expected });
  });

  test('answers 401 without a token', async () => {
    expect(answerOf(await put(await openSandbox(), fields({}), JSON_BODY))).toEqual(UNAUTHORIZED);
  });
});

describe('userinfo [unify-journeys-hosted-user-info]', () => {
  test('tells the documented claims', async () => {
    const clock = new ManualClock(Date.UTC(2026, 0, 1));
    const { sandbox, headers } = await signedIn({ clock });
    const reply = await call(sandbox, 'GET', '/userinfo', undefined, headers);
    expect(answerOf(reply)).toEqual({
      status: 200,
      body: {
        sub: sandbox.user(ADA)?.uuid,
        name: 'Ada Lovelace',
        given_name: 'Ada',
        family_name: 'Lovelace',
        email: ADA,
        email_verified: true,
        updated_at: Date.UTC(2026, 0, 1) / 1_000,
      },
    });
  });

  test('answers 401 to a wrong token, and 400 to none', async () => {
    const sandbox = await openSandbox();
    const authorization = 'Bearer wrong';
    const wrong = await call(sandbox, 'GET', '/userinfo', undefined, { authorization });
    expect(answerOf(wrong)).toEqual(UNAUTHORIZED);
    expect(answerOf(await call(sandbox, 'GET', '/userinfo'))).toEqual({
      status: 400,
      body: { stat: 'error', error: 'invalid_request' },
    });
  });
});
