import { describe, expect, test } from '@jest/globals';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { ADA, bothSides, errorOf, invite, NUMBER } from './both-sides.js';
import { body, having, without } from './on-the-way.js';
import type { Change } from './relay.js';

const ON_RECORD = 'An email has been sent to the address on record.';
const again = { userId: ADA };

async function invited(options: SandboxOptions = {}) {
  const sides = await bothSides(options);
  await invite(sides.client());
  return sides;
}

describe('resend-verification', () => {
  test('of somebody who has not activated is answered 200 without a message, and writes to them [response-codes-resend-verification]', async () => {
    const { sandbox, client } = await invited();
    expect(await client().resendVerification(again)).toEqual({ message: null });
    expect(sandbox.mailbox().map(({ to, kind }) => [to, kind])).toEqual([
      [ADA, 'activation'],
      [ADA, 'activation'],
    ]);
  });

  test.each([
    ['somebody who has activated', ADA],
    ['somebody unknown', 'nobody@example.com'],
  ])(
    'of %s is answered 200 with the same words [response-codes-resend-verification]',
    async (_, userId) => {
      const { sandbox, client } = await invited();
      sandbox.activate({ identifiers: [ADA] });
      expect(await client().resendVerification({ userId })).toEqual({ message: ON_RECORD });
      expect(sandbox.mailbox()).toHaveLength(1);
    },
  );

  test('is made without authorization [a public client of the API]', async () => {
    const { client } = await invited();
    const stranger = client({ clientSecret: 'unknown to this side' });
    expect(await stranger.resendVerification(again)).toEqual({ message: null });
  });

  test('can send a PIN instead of the link [unify-journeys-api-resend-verification]', async () => {
    const { sandbox, client } = await invited({ verification: 'pin' });
    await client().resendVerification(again);
    expect(sandbox.mailbox()[0]).toMatchObject({
      kind: 'pin',
      link: null,
      pin: expect.stringMatching(/^\d{6}$/),
    });
  });

  test('reaches a mobile number with auth_type sms [unify-journeys-api-resend-verification]', async () => {
    const { sandbox, client } = await bothSides();
    const sms = client({ authType: 'sms' });
    await invite(sms, { profileFields: { mobileNumber: NUMBER } });
    await sms.resendVerification({ userId: NUMBER });
    expect(sandbox.mailbox()).toMatchObject([{ to: NUMBER }, { to: NUMBER }]);
  });

  test.each<[string, Change]>([
    ['no locale', without('locale')],
    ['an invalid locale', having('locale', 'xx_YY!')],
    ['no grant_type', without('grant_type')],
    ['an invalid grant_type', having('grant_type', 'nonsense')],
  ])('with %s is answered 200 [response-codes-resend-verification]', async (_, change) => {
    const { sandbox, through } = await invited();
    expect(await (await through(change)).resendVerification(again)).toEqual({ message: null });
    expect(sandbox.mailbox()).toHaveLength(2);
  });
});

describe('resend-verification is refused', () => {
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
      body('{'),
      { status: 400, apiError: 'invalid_parameters' },
    ],
    [
      'a client_id that is not known: 403 Forbidden',
      having('client_id', 'other'),
      {
        status: 403,
        apiError: 'http_exception',
        fields: [{ field: 'message', complaint: 'Forbidden' }],
      },
    ],
    [
      'no user_id: 422 "field required"',
      without('user_id'),
      {
        status: 422,
        apiError: 'invalid_parameters',
        fields: [{ field: 'user_id', complaint: 'field required' }],
      },
    ],
    [
      'an empty client_id: 422 {"missing":"required"}',
      having('client_id', ''),
      { status: 422, fields: [{ field: 'client_id', complaint: 'missing: required' }] },
    ],
    [
      'an auth_type that there is not: 422 "unsupported auth_type value"',
      having('auth_type', 'pigeon'),
      {
        status: 422,
        apiError: 'invalid_parameters',
        fields: [{ field: 'auth_type', complaint: 'invalid: unsupported auth_type value' }],
      },
    ],
    [
      'a bad redirect_uri: 422 {"invalid":"invalid value"}',
      having('redirect_uri', 'welcome'),
      { status: 422, fields: [{ field: 'redirect_uri', complaint: 'invalid: invalid value' }] },
    ],
    [
      'an empty redirect_uri: 422 missing_argument, "Missing Param…"',
      having('redirect_uri', ''),
      {
        status: 422,
        apiError: 'missing_argument',
        fields: [],
        description: expect.stringMatching(/^Missing Param/),
      },
    ],
  ])('for %s [response-codes-resend-verification]', async (_, change, expected) => {
    const { sandbox, through } = await invited();
    const client = await through(change);
    expect(await errorOf(client.resendVerification(again))).toMatchObject({
      kind: 'refused',
      ...expected,
    });
    expect(sandbox.mailbox()).toHaveLength(1);
  });
});

describe('within the configured time', () => {
  test.each([
    [200, null],
    [422, 'refused'],
    [429, 'rate-limited'],
  ] as const)(
    'a repeated request for an e-mail is blocked, also where that is answered %i [docs/journeys-resend-verification]',
    async (answer, kind) => {
      const { sandbox, clock, client } = await invited({ resendWindow: { ms: 60_000, answer } });
      const repeated = () => client().resendVerification(again);
      if (kind === null) expect(await repeated()).toEqual({ message: null });
      else expect(await errorOf(repeated())).toMatchObject({ kind, status: answer });
      expect(sandbox.mailbox()).toHaveLength(1);
      clock.advance(60_000);
      await repeated();
      expect(sandbox.mailbox()).toHaveLength(2);
    },
  );

  test('a repeated request for an SMS is not blocked [docs/journeys-resend-verification]', async () => {
    const { sandbox, client } = await bothSides({ resendWindow: { ms: 60_000 } });
    const sms = client({ authType: 'sms' });
    await invite(sms, { profileFields: { mobileNumber: NUMBER } });
    await sms.resendVerification({ userId: NUMBER });
    expect(sandbox.mailbox()).toHaveLength(2);
  });
});
