import { describe, expect, test } from '@jest/globals';
import { ADA, APP, bothSides, invite, NUMBER, outcome, UUID } from './both-sides.js';
import { having, header, without } from './on-the-way.js';

describe('a pre-registration', () => {
  test('of somebody new is answered 201 with a uuid, and means invited [response-codes-preregister]', async () => {
    const { sandbox, client } = await bothSides();
    const answer = await invite(client());
    expect(answer).toEqual({ status: 201, created: true, uuid: expect.stringMatching(UUID) });
    expect(sandbox.user(ADA)).toMatchObject({ uuid: answer.uuid, activatedAt: null });
    expect(sandbox.mailbox()).toMatchObject([{ to: ADA, kind: 'activation' }]);
    const eve = invite(client(), { profileFields: { emailAddress: 'eve@example.com' } });
    expect(await outcome(eve)).toEqual({
      kind: 'invited',
      uuid: sandbox.user('eve@example.com')?.uuid,
    });
  });

  test('is understood with a space after the uuid, as the sample has it [unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides({ uuidTrailingSpace: true });
    expect((await invite(client())).uuid).toBe(sandbox.user(ADA)?.uuid);
  });

  test('hands over every profile field, by its form name [docs/pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    const profileFields = {
      firstName: 'Zoë',
      lastName: "O'Brien 井上",
      emailAddress: ADA,
      costCentre: '0042',
      newsletter: false,
    };
    await invite(client(), { profileFields });
    expect(sandbox.user(ADA)?.profile).toEqual(profileFields);
  });

  test.each([
    ['true', 'docs/pre-register'],
    [true, 'a public client of the API'],
  ])('may set a resourceAccess field to %j [%s]', async (value, _page) => {
    const { sandbox, client } = await bothSides();
    await invite(client(), { profileFields: { emailAddress: ADA, resourceAccessB2b: value } });
    expect(sandbox.user(ADA)?.profile.resourceAccessB2b).toBe(value);
  });

  test('with auth_type sms reaches a mobile number [unify-journeys-hosted-pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    const sms = client({ authType: 'sms' });
    const { status, uuid } = await invite(sms, { profileFields: { mobileNumber: NUMBER } });
    expect({ status, uuid }).toEqual({ status: 201, uuid: sandbox.user(NUMBER)?.uuid });
    expect(sandbox.mailbox()).toMatchObject([{ to: NUMBER, channel: 'sms', subject: null }]);
  });

  test('goes to the address that the client is set to, and carries on to its redirect_uri [docs/pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    await invite(client());
    expect(sandbox.recentCalls()).toMatchObject([
      { endpoint: 'pre-register', clientId: 'sandbox', status: '201' },
    ]);
    expect(sandbox.mailbox()[0]?.link).toContain(`${sandbox.url}/activate?token=`);
  });
});

describe('the API is lenient, and a pre-registration is still answered 201', () => {
  test('an invalid grant_type is still answered 201 [response-codes-preregister]', async () => {
    const { client } = await bothSides();
    expect((await invite(client({ grantType: 'nonsense' }))).status).toBe(201);
  });

  // The client never sends these, so they are put in on the way.
  test.each([
    ['an empty grant_type', 'response-codes-preregister', having('grant_type', '')],
    ['an empty locale', 'response-codes-preregister', having('locale', '')],
    ['no locale', 'response-codes-preregister', without('locale')],
    ['an invalid resend', 'response-codes-preregister', having('resend', 'perhaps')],
    ['scope openid', 'a public client of the API', having('scope', 'openid')],
  ])('%s is still answered 201 [%s]', async (_what, _page, change) => {
    const { through } = await bothSides();
    expect((await invite(await through(change))).status).toBe(201);
  });

  test('a client without a locale sends none, and is answered 201 [response-codes-preregister]', async () => {
    const { sandbox, client } = await bothSides();
    expect((await invite(client({ locale: undefined }))).status).toBe(201);
    expect(sandbox.mailbox()[0]?.locale).toBe('');
  });
});

describe('the authorization', () => {
  test.each([
    [400 as const, 'response-code-users-find'],
    [401 as const, 'unify-journeys-hosted-user-info'],
    [403 as const, 'response-codes-register'],
  ])('of a wrong secret stops the client where it is answered %i [%s]', async (status, _page) => {
    const { sandbox, client } = await bothSides({ refusedAuthorization: status });
    const call = invite(client({ clientSecret: 'wrong' }));
    expect(await outcome(call)).toMatchObject({ kind: 'stop', code: 'credentials_refused' });
    expect(sandbox.account().users.created).toBe(0);
  });

  test.each([
    ['none', header('authorization', null)],
    ['a Bearer token', header('authorization', 'Bearer eyJhbGciOiJSUzI1NiJ9')],
    ['the id and secret as they are', header('authorization', 'Basic sandbox:sandbox-secret')],
  ])('has to be Basic: %s is refused [docs/pre-register]', async (_, change) => {
    const { sandbox, through } = await bothSides();
    expect(await outcome(invite(await through(change)))).toMatchObject({ kind: 'stop' });
    expect(sandbox.account().users.created).toBe(0);
  });

  test('has to be of the client that client_id names, else 403 Forbidden [response-codes-register]', async () => {
    const { through } = await bothSides();
    const other = await through(having('client_id', 'sandbox-direct'));
    expect(await outcome(invite(other))).toMatchObject({
      kind: 'stop',
      code: 'credentials_refused',
      message: expect.stringContaining('HTTP 403 http_exception'),
    });
  });
});

describe('resend', () => {
  test.each([
    ['linked', 'boolean'],
    ['linked', 'string'],
    ['in-use', 'boolean'],
    ['in-use', 'string'],
  ] as const)(
    'of a known person is answered 201 with the uuid, and sends a message (users %s, resend as %s) [unify-journeys-api-pre-register]',
    async (existingUser, resendAs) => {
      const { sandbox, client } = await bothSides({ existingUser });
      const { uuid } = await invite(client());
      const again = await invite(client({ resendAs }), { resend: true });
      expect(again).toEqual({ status: 201, created: true, uuid });
      expect(sandbox.mailbox()).toHaveLength(2);
      expect(sandbox.user(ADA)?.identities).toMatchObject([{ created: 1, resent: 1, messages: 2 }]);
    },
  );

  test('that is left out sends no second message [unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    await invite(client());
    await invite(client(), { resend: false });
    expect(sandbox.mailbox()).toHaveLength(1);
  });

  test('may lead to another redirect_uri and be in another language than the first [docs/pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    await invite(client(), { redirectUri: APP });
    await invite(client(), { resend: true, locale: 'de-DE', redirectUri: `${APP}?from=mail` });
    expect(sandbox.mailbox().map(({ locale }) => locale)).toEqual(['de-DE', 'en-US']);
  });
});
