import { describe, expect, test } from '@jest/globals';
import type { NextIdentityClient } from '../../src/next-identity/client.js';
import { ADA, APP, bothSides, errorOf, invite, NUMBER, outcome } from './both-sides.js';
import { openScreen, press, type Screen, submit } from './browse.js';

const PASSWORD = { password: 'correct horse battery', passwordAgain: 'correct horse battery' };
const ACCEPTED = { terms: 'yes', privacy: 'yes' };

/** Fills in the form; gives the code that the application is handed. */
async function activate(form: Screen, missing: Record<string, string> = {}): Promise<string> {
  const application = await submit(form, { ...missing, ...PASSWORD, ...ACCEPTED });
  return application?.searchParams.get('code') ?? '';
}

async function profileWith(api: NextIdentityClient, code: string, userId: string) {
  const { accessToken } = await api.exchangeCode({ code, userId });
  return api.getProfile({ accessToken });
}

describe('the way of an invitation', () => {
  test('by e-mail: the link, "Activate Account", the form, a code, a token, the profile [unify-journeys-hosted-pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    const api = client();
    await invite(api);
    const callToAction = await openScreen(sandbox.mailbox()[0]?.link ?? '');
    expect(callToAction).toMatchObject({ status: 200, buttons: ['Activate Account'], inputs: [] });
    expect(sandbox.user(ADA)?.activatedAt).toBeNull();
    const form = await press(callToAction);
    expect(form).toMatchObject({ status: 200, method: 'post' });
    const application = await submit(form, { ...PASSWORD, ...ACCEPTED });
    expect(`${application?.origin}${application?.pathname}`).toBe(APP);
    expect(sandbox.user(ADA)?.activatedAt).toEqual(expect.any(Number));
    const code = application?.searchParams.get('code') ?? '';
    expect(await profileWith(api, code, ADA)).toEqual({
      firstName: 'Ada',
      lastName: 'Lovelace',
      emailAddress: ADA,
    });
  });

  test('by SMS: the link leads to the form at once [unify-journeys-hosted-pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    const api = client({ authType: 'sms', locale: 'de-DE' });
    await invite(api, { profileFields: { mobileNumber: NUMBER, firstName: 'Ada' } });
    const form = await openScreen(sandbox.mailbox()[0]?.link ?? '');
    expect(form).toMatchObject({ status: 200, lang: 'de', method: 'post' });
    const code = await activate(form, { lastName: 'Lovelace' });
    expect(await profileWith(api, code, NUMBER)).toEqual({
      mobileNumber: NUMBER,
      firstName: 'Ada',
      lastName: 'Lovelace',
    });
  });

  test('ends where the invitation’s redirect_uri leads, for its own parameters too [docs/pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    const redirectUri = 'https://app.example/start?team=hr';
    await invite(client(), { redirectUri });
    const form = await press(await openScreen(sandbox.mailbox()[0]?.link ?? ''));
    const application = await submit(form, { ...PASSWORD, ...ACCEPTED });
    const code = application?.searchParams.get('code') ?? '';
    expect(application?.href).toBe(`${redirectUri}&code=${encodeURIComponent(code)}`);
    const api = client();
    expect(await errorOf(api.exchangeCode({ code, userId: ADA }))).toMatchObject({ status: 403 });
    expect(await api.exchangeCode({ code, userId: ADA, redirectUri })).toMatchObject({
      accessToken: expect.any(String),
    });
  });
});

describe('the form', () => {
  test('asks for what is missing, a password, terms and privacy, and for nothing that is known [unify-journeys-hosted-pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    await invite(client(), { profileFields: { emailAddress: ADA, firstName: 'Ada' } });
    const form = await press(await openScreen(sandbox.mailbox()[0]?.link ?? ''));
    expect(form.inputs).toEqual(['lastName', 'password', 'passwordAgain', 'terms', 'privacy']);
  });

  test.each([
    ['without the terms', { ...PASSWORD, privacy: 'yes' }],
    ['without the privacy notice', { ...PASSWORD, terms: 'yes' }],
    ['without a password', ACCEPTED],
  ])('activates nobody %s [unify-journeys-hosted-pre-register]', async (_, entered) => {
    const { sandbox, client } = await bothSides();
    await invite(client());
    const form = await press(await openScreen(sandbox.mailbox()[0]?.link ?? ''));
    expect(await submit(form, entered)).toBeNull();
    expect(sandbox.user(ADA)?.activatedAt).toBeNull();
  });

  test('is opened by the link of a resend as by the first [unify-journeys-api-pre-register]', async () => {
    const { sandbox, client } = await bothSides();
    const api = client();
    await invite(api);
    await invite(api, { resend: true });
    const [second] = sandbox.mailbox();
    const code = await activate(await press(await openScreen(second?.link ?? '')));
    expect(await profileWith(api, code, ADA)).toMatchObject({ firstName: 'Ada' });
  });
});

test('who has activated is found so by users/find, and an invitation links them [docs/api-direct-database-calls]', async () => {
  const { sandbox, client, direct } = await bothSides();
  const { uuid } = await invite(client());
  await activate(await press(await openScreen(sandbox.mailbox()[0]?.link ?? '')));
  const filter = `uuid='${uuid}'`;
  expect(await direct().findUsers({ filter, attributes: ['emailVerified'] })).toEqual([
    { emailVerified: expect.stringMatching(/^2026-01-01 12:00:00/) },
  ]);
  expect(await outcome(invite(client()))).toEqual({ kind: 'existing', uuid });
});
