import { describe, expect, test } from '@jest/globals';
import { ManualClock, type Sandbox } from '../../../src/sandbox/index.js';
import { bodyFor, call, openSandbox, preRegister } from '../calling.js';
import { ADA, APP, answerOf, exception, JSON_BODY, parameters } from '../signing-in.js';

const ON_RECORD = {
  stat: 'ok',
  message: 'An email has been sent to the address on record.',
};

const resendBody = (change: Record<string, unknown> = {}) => ({
  client_id: 'sandbox',
  auth_type: 'email',
  user_id: ADA,
  redirect_uri: APP,
  locale: 'en-US',
  grant_type: 'password',
  ...change,
});

const resend = (sandbox: Sandbox, body: unknown) =>
  call(sandbox, 'POST', '/idp/v1/account/resend-verification', body, JSON_BODY);

describe('resend-verification', () => {
  test('sends the message of an unverified user again, without the words [response-codes-resend-verification]', async () => {
    const sandbox = await openSandbox();
    await preRegister(sandbox, bodyFor(ADA));
    expect(answerOf(await resend(sandbox, resendBody()))).toEqual({
      status: 200,
      body: { stat: 'ok' },
    });
    expect(sandbox.mailbox().map(({ to, kind }) => [to, kind])).toEqual([
      [ADA, 'activation'],
      [ADA, 'activation'],
    ]);
    expect(sandbox.user(ADA)?.identities).toMatchObject([{ created: 1, resent: 0, messages: 2 }]);
  });

  test('says the same of verified and unknown users, and sends neither a message [response-codes-resend-verification]', async () => {
    const sandbox = await openSandbox();
    sandbox.seedUsers({ identifier: ADA, activated: true });
    for (const user_id of [ADA, 'nobody@example.com']) {
      const reply = await resend(sandbox, resendBody({ user_id }));
      expect(answerOf(reply)).toEqual({ status: 200, body: ON_RECORD });
    }
    expect(sandbox.mailbox()).toEqual([]);
  });

  test.each([
    ['no locale', { locale: undefined }],
    ['an invalid locale', { locale: 'xx-nowhere' }],
    ['no grant_type', { grant_type: undefined }],
    ['an invalid grant_type', { grant_type: 'nonsense' }],
  ])('is not put off by %s [response-codes-resend-verification]', async (_what, change) => {
    expect((await resend(await openSandbox(), resendBody(change))).status).toBe(200);
  });

  test.each([
    ['an empty body', '', 400, exception('Invalid json format')],
    [
      'a broken body',
      '{',
      400,
      { error: 'invalid_parameters', error_details: { message: 'Invalid json format' } },
    ],
    ['an unknown client_id', resendBody({ client_id: 'x' }), 403, exception('Forbidden')],
    [
      'no client_id',
      resendBody({ client_id: undefined }),
      422,
      parameters({ client_id: 'field required' }),
    ],
    [
      'an empty user_id',
      resendBody({ user_id: '' }),
      422,
      parameters({ user_id: { missing: 'required' } }),
    ],
    [
      'an unsupported auth_type',
      resendBody({ auth_type: 'pigeon' }),
      422,
      parameters({ auth_type: { invalid: 'unsupported auth_type value' } }),
    ],
    [
      'an invalid redirect_uri',
      resendBody({ redirect_uri: 'welcome' }),
      422,
      parameters({ redirect_uri: { invalid: 'invalid value' } }),
    ],
    [
      'an empty redirect_uri',
      resendBody({ redirect_uri: '' }),
      422,
      { error: 'missing_argument', error_description: 'Missing Parameter', error_details: null },
    ],
  ])('refuses %s [response-codes-resend-verification]', async (_what, body, status, expected) => {
    expect(answerOf(await resend(await openSandbox(), body))).toEqual({ status, body: expected });
  });

  test.each(['javascript:alert(1)', 'data:text/html,x'])(
    'refuses to lead to %s',
    async (redirect_uri) => {
      expect((await resend(await openSandbox(), resendBody({ redirect_uri }))).status).toBe(422);
    },
  );
});

describe('the resend window [docs/journeys-resend-verification]', () => {
  test.each([
    [429 as const, 429, 1],
    [422 as const, 422, 1],
    [200 as const, 200, 1],
  ])('set to answer %i blocks an e-mail until it is over', async (answer, status, messages) => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock, resendWindow: { ms: 60_000, answer } });
    await preRegister(sandbox, bodyFor(ADA));
    clock.advance(59_999);
    expect((await resend(sandbox, resendBody())).status).toBe(status);
    expect(sandbox.mailbox()).toHaveLength(messages);
    clock.advance(1);
    expect((await resend(sandbox, resendBody())).status).toBe(200);
    expect(sandbox.mailbox()).toHaveLength(messages + 1);
  });

  test('does not concern SMS, and pre-register only where it is set to', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock, resendWindow: { ms: 60_000 } });
    const profile_fields = { mobileNumber: '+4915112345678' };
    await preRegister(sandbox, bodyFor('', { auth_type: 'sms', profile_fields }));
    const sms = resendBody({ auth_type: 'sms', user_id: '+4915112345678' });
    expect((await resend(sandbox, sms)).status).toBe(200);
    await preRegister(sandbox, bodyFor(ADA));
    expect((await preRegister(sandbox, bodyFor(ADA, { resend: true }))).status).toBe(201);
    sandbox.configure({ resendWindow: { ms: 60_000, preRegister: true } });
    expect((await preRegister(sandbox, bodyFor(ADA, { resend: true }))).status).toBe(429);
    expect((await preRegister(sandbox, bodyFor(ADA))).status).toBe(200);
  });
});

test('a resend to somebody who has activated answers 201, and sends a message only where it is set to', async () => {
  const sandbox = await openSandbox({ resendToActivated: false });
  sandbox.seedUsers({ identifier: ADA, activated: true });
  expect((await preRegister(sandbox, bodyFor(ADA, { resend: true }))).status).toBe(201);
  expect(sandbox.account().users).toMatchObject({ resent: 1, messages: 0 });
  sandbox.configure({ resendToActivated: true });
  await preRegister(sandbox, bodyFor(ADA, { resend: true }));
  expect(sandbox.account().users).toMatchObject({ resent: 2, messages: 1 });
});
