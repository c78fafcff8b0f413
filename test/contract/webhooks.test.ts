import { describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import type { SandboxOptions } from '../../src/sandbox/index.js';
import { until } from '../support/until.js';
import { ADA, APP, bothSides, invite } from './both-sides.js';
import { openReceiver, verifierFor } from './webhook-receiver.js';

const ONLY_CREATION = {
  webhookTypes: { preRegistration: null, registration: null, login: null },
};

async function withReceiver(options: SandboxOptions = {}) {
  const receiver = await openReceiver();
  const sides = await bothSides({ webhookTargets: [receiver.url], ...options });
  const verify = verifierFor({ tenant: sides.sandbox.url, audience: receiver.url });
  /** The verified events so far, by type. */
  const events = async (count: number) => {
    const tokens = await receiver.received(count);
    const verified = await Promise.all(tokens.map((token) => verify(token, sides.clock.now())));
    return new Map(verified.flatMap(({ events }) => Object.entries(events as object)));
  };
  return { ...sides, receiver, verify, events };
}

describe('an event', () => {
  test('is a signed token: iss, iat in seconds, jti, aud with every target, one key in events [notifications-in-workflows]', async () => {
    const other = await openReceiver();
    const receiver = await openReceiver();
    const { sandbox, clock, client } = await bothSides({
      webhookTargets: [receiver.url, other.url],
      ...ONLY_CREATION,
    });
    await invite(client());
    const [token = ''] = await receiver.received(1);
    const payload = await verifierFor({ tenant: sandbox.url, audience: receiver.url })(
      token,
      clock.now(),
    );
    expect(payload).toEqual({
      iss: `${sandbox.url}/`,
      iat: clock.now() / 1_000,
      jti: expect.any(String),
      aud: [receiver.url, other.url],
      events: { 'account/v1/userCreated': expect.any(Object) },
    });
    expect(await other.received(1)).toEqual([token]);
  });

  test('names its key, RS256 and the address of the keys in its header [next-reason/integrations]', async () => {
    const { sandbox, client, receiver } = await withReceiver(ONLY_CREATION);
    await invite(client());
    const [token = ''] = await receiver.received(1);
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'RS256',
      kid: expect.any(String),
      jku: `${sandbox.url}/.well-known/jwks.json`,
    });
  });

  test('is POSTed as three parts with dots between them, and nothing else [next-reason/integrations]', async () => {
    const { client, receiver } = await withReceiver(ONLY_CREATION);
    await invite(client());
    expect(await receiver.received(1)).toEqual([expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/)]);
    expect(receiver.methods).toEqual(['POST']);
  });
});

describe('userCreated', () => {
  test('tells sub, propertyId, clientId and dataSourceInfo [notifications-in-workflows]', async () => {
    const { client, events } = await withReceiver(ONLY_CREATION);
    const { uuid } = await invite(client());
    expect((await events(1)).get('account/v1/userCreated')).toEqual({
      sub: uuid,
      propertyId: expect.any(String),
      clientId: 'sandbox',
      dataSourceInfo: {
        attributes: ['firstName', 'lastName', 'emailAddress'],
        captureApplicationId: expect.any(String),
        captureClientId: 'sandbox',
        entityType: 'user',
        globalSub: expect.stringContaining(uuid ?? 'no uuid'),
        sub: uuid,
      },
    });
  });

  test('is not told of a user who was there already [notifications-in-workflows]', async () => {
    const { sandbox, client, receiver } = await withReceiver(ONLY_CREATION);
    sandbox.seedUsers({ identifier: ADA });
    await invite(client());
    await invite(client(), { profileFields: { emailAddress: 'eve@example.com' } });
    await receiver.received(1);
    await until('all is delivered', () => sandbox.webhooks().waiting === 0);
    expect(sandbox.webhooks().deliveries.map(({ sub }) => sub)).toEqual([
      sandbox.user('eve@example.com')?.uuid,
    ]);
  });
});

describe('the events of a journey', () => {
  test('an invitation is told of with its link, so that the target can write to the person itself [events-in-workflows]', async () => {
    const { sandbox, client, events } = await withReceiver();
    const { uuid } = await invite(client());
    const seen = await events(2);
    expect(seen.get('account/v1/preRegister')).toMatchObject({
      sub: uuid,
      clientId: 'sandbox',
      email: ADA,
      link: sandbox.mailbox()[0]?.link,
    });
  });

  test('a verification that is sent again is told of with its link [events-in-workflows]', async () => {
    const { sandbox, client, events } = await withReceiver(ONLY_CREATION);
    await invite(client());
    await client().resendVerification({ userId: ADA, redirectUri: APP });
    expect((await events(2)).get('account/v1/resendVerification')).toMatchObject({
      sub: sandbox.user(ADA)?.uuid,
      link: sandbox.mailbox()[0]?.link,
    });
  });

  test('an activation is told of as register, with firstName and email, and as the sign-in that follows [next-reason/integrations]', async () => {
    const { sandbox, client, events } = await withReceiver({
      webhookTypes: { userCreated: null, preRegistration: null },
    });
    const { uuid } = await invite(client());
    sandbox.activate({ identifiers: [ADA] });
    const seen = await events(2);
    expect(seen.get('account/v1/register')).toMatchObject({
      sub: uuid,
      firstName: 'Ada',
      email: ADA,
    });
    expect(seen.get('account/v1/userAuthenticationAction')).toEqual({
      sub: uuid,
      clientId: 'sandbox',
    });
  });
});

describe('a delivery', () => {
  test('that met HTTP errors is repeated after 30, 60, 120, 300 and 900 s with the same jti, then dead [help centre 6074945]', async () => {
    const { sandbox, clock, client, receiver } = await withReceiver(ONLY_CREATION);
    receiver.status = 500;
    await invite(client());
    for (const [index, seconds] of [30, 60, 120, 300, 900].entries()) {
      await until(
        `attempt ${index + 1} has ended`,
        () => sandbox.webhooks().deliveries[0]?.attempts.length === index + 1,
      );
      clock.advance(seconds * 1_000 - 1);
      expect(receiver.tokens).toHaveLength(index + 1);
      clock.advance(1);
    }
    await until('it is dead', () => sandbox.webhooks().dead === 1);
    expect(receiver.tokens).toHaveLength(6);
    const verify = verifierFor({ tenant: sandbox.url, audience: receiver.url });
    const [first = '', ...repeated] = receiver.tokens;
    expect(await verify(first, clock.now())).toMatchObject({ iss: `${sandbox.url}/` });
    for (const token of repeated) {
      await expect(verify(token, clock.now())).rejects.toThrow('replayed');
    }
  });

  test('that is not answered within 5 s is repeated [help centre 6074945]', async () => {
    const { sandbox, clock, client, receiver } = await withReceiver(ONLY_CREATION);
    receiver.status = null;
    await invite(client());
    await receiver.received(1);
    clock.advance(4_999);
    expect(sandbox.webhooks().deliveries[0]?.attempts).toEqual([]);
    receiver.status = 200;
    clock.advance(1);
    await until('it waits', () => sandbox.webhooks().deliveries[0]?.attempts.length === 1);
    clock.advance(30_000);
    await until('it is delivered', () => sandbox.webhooks().delivered === 1);
    expect(receiver.tokens).toHaveLength(2);
  });

  test.each([
    ['an invalid URL', 'nonsense', 'invalid-url'],
    ['an answer that is neither 2xx nor an HTTP error', null, '304'],
  ])(
    'that meets %s is a failure and is not repeated [managing-responses-in-workflows]',
    async (_, url, outcome) => {
      const { sandbox, clock, client, receiver } = await withReceiver(ONLY_CREATION);
      receiver.status = 304;
      if (url !== null) sandbox.setWebhookTargets([url]);
      await invite(client());
      await until('it has failed', () => sandbox.webhooks().failed === 1);
      expect(sandbox.webhooks().deliveries).toMatchObject([
        { state: 'failed', attempts: [{ outcome }], nextAttemptAt: null },
      ]);
      expect(clock.waiting).toBe(0);
    },
  );
});
