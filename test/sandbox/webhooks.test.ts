import { describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { ManualClock, type Sandbox } from '../../src/sandbox/index.js';
import { bodyFor, call, openSandbox, preRegister } from './calling.js';
import { ADA, APP, JSON_BODY } from './signing-in.js';
import { until } from './until.js';
import { openTarget, type WebhookTarget } from './webhook-target.js';

const PRE_REGISTER = 'account/v1/preRegister';

function verify(sandbox: Sandbox, token: string, audience: string) {
  const jwks = createRemoteJWKSet(new URL(`${sandbox.url}/.well-known/jwks.json`));
  const issuer = `${sandbox.url}/`;
  return jwtVerify(token, jwks, { issuer, audience, algorithms: ['RS256'] });
}

/** The events that came, as `[key, body]`, each of them verified. */
async function eventsAt(sandbox: Sandbox, target: WebhookTarget): Promise<[string, unknown][]> {
  const verified = await Promise.all(
    target.received.map((token) => verify(sandbox, token, target.url)),
  );
  return verified.flatMap(({ payload }) => Object.entries(payload.events as JWTPayload));
}

/** Only invitations are told of, so that each call makes one event. */
const ONLY_INVITATIONS = {
  webhookTypes: { userCreated: null, registration: null, login: null },
};

async function withTarget(options = {}) {
  const target = await openTarget();
  const clock = new ManualClock();
  const sandbox = await openSandbox({ clock, webhookTargets: [target.url], ...options });
  return { target, clock, sandbox };
}

describe('a webhook', () => {
  test('is a JWT with the documented claims, signed with the published key [notifications-in-workflows, integrations]', async () => {
    const other = await openTarget();
    const target = await openTarget();
    const clock = new ManualClock(Date.UTC(2026, 0, 1, 12));
    const sandbox = await openSandbox({
      clock,
      webhookTargets: [target.url, other.url],
      ...ONLY_INVITATIONS,
    });
    await preRegister(sandbox, bodyFor(ADA));
    await until(() => target.received.length === 1 && other.received.length === 1);
    const [token = ''] = target.received;
    expect(other.received).toEqual([token]);
    expect(target.contentTypes).toEqual(['text/plain']);
    const { keys } = JSON.parse((await call(sandbox, 'GET', '/.well-known/jwks.json')).text);
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'RS256',
      kid: keys[0].kid,
      jku: `${sandbox.url}/.well-known/jwks.json`,
    });
    const { payload } = await verify(sandbox, token, target.url);
    expect(payload).toEqual({
      iss: `${sandbox.url}/`,
      iat: Date.UTC(2026, 0, 1, 12) / 1_000,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      aud: [target.url, other.url],
      events: {
        [PRE_REGISTER]: {
          sub: sandbox.user(ADA)?.uuid,
          propertyId: 'sandbox',
          clientId: 'sandbox',
          firstName: 'Ada',
          lastName: 'Lovelace',
          email: ADA,
          locale: 'en-US',
          link: sandbox.mailbox()[0]?.link,
        },
      },
    });
  });

  test('that was altered does not verify', async () => {
    const { sandbox, target } = await withTarget(ONLY_INVITATIONS);
    await preRegister(sandbox, bodyFor(ADA));
    await until(() => target.received.length === 1);
    const [header = '', payload = '', signature = ''] = (target.received[0] ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const altered = Buffer.from(JSON.stringify({ ...claims, jti: 'x' })).toString('base64url');
    await expect(
      verify(sandbox, [header, altered, signature].join('.'), target.url),
    ).rejects.toMatchObject({ code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
  });

  test('is sent for creation, invitation, resend and activation, in this order [events-in-workflows]', async () => {
    const { sandbox, target } = await withTarget();
    await preRegister(sandbox, bodyFor(ADA));
    await until(() => target.received.length === 2);
    const body = { client_id: 'sandbox', auth_type: 'email', user_id: ADA, redirect_uri: APP };
    await call(sandbox, 'POST', '/idp/v1/account/resend-verification', body, JSON_BODY);
    await until(() => target.received.length === 3);
    sandbox.activate({ identifiers: [ADA] });
    await until(() => target.received.length === 5);
    const uuid = sandbox.user(ADA)?.uuid;
    const events = await eventsAt(sandbox, target);
    expect(
      events
        .map(([type]) => type)
        .slice(0, 2)
        .sort(),
    ).toEqual([PRE_REGISTER, 'account/v1/userCreated']);
    expect(events[2]?.[0]).toBe('account/v1/resendVerification');
    expect(new Map(events).get('account/v1/userCreated')).toEqual({
      sub: uuid,
      propertyId: 'sandbox',
      clientId: 'sandbox',
      dataSourceInfo: {
        attributes: ['firstName', 'lastName', 'emailAddress'],
        captureApplicationId: 'sandbox',
        captureClientId: 'sandbox',
        entityType: 'user',
        globalSub: `capture-v1://sandbox/user/${uuid}`,
        sub: uuid,
      },
    });
    const last = new Map(events.slice(3));
    expect(last.get('account/v1/register')).toMatchObject({
      sub: uuid,
      firstName: 'Ada',
      email: ADA,
    });
    expect(last.get('account/v1/userAuthenticationAction')).toEqual({
      sub: uuid,
      clientId: 'sandbox',
    });
  });

  test('has the key that it is set to, and none is sent for null', async () => {
    const { sandbox, target } = await withTarget({
      webhookTypes: { userCreated: null, preRegistration: 'account/v2/invited' },
    });
    await preRegister(sandbox, bodyFor(ADA));
    await until(() => target.received.length === 1);
    expect((await eventsAt(sandbox, target)).map(([type]) => type)).toEqual(['account/v2/invited']);
    expect(sandbox.webhooks().deliveries).toHaveLength(1);
  });

  test('verifies with the old key and with the new after a rotation', async () => {
    const { sandbox, target } = await withTarget(ONLY_INVITATIONS);
    await preRegister(sandbox, bodyFor(ADA));
    await until(() => target.received.length === 1);
    const rotated = await call(sandbox, 'POST', '/sandbox/webhooks/keys');
    expect(rotated.status).toBe(201);
    await preRegister(sandbox, bodyFor(ADA, { resend: true }));
    await until(() => target.received.length === 2);
    const [before, after] = target.received.map((token) => decodeProtectedHeader(token).kid);
    expect(after).toBe(JSON.parse(rotated.text).kid);
    expect(before).not.toBe(after);
    expect(await eventsAt(sandbox, target)).toHaveLength(2);
  });
});

describe('a delivery', () => {
  const attemptsOf = (sandbox: Sandbox) => sandbox.webhooks().deliveries[0]?.attempts.length ?? 0;

  test('that meets an HTTP error is tried again after 30, 60, 120, 300 and 900 s, then dead [help centre 6074945]', async () => {
    const { sandbox, target, clock } = await withTarget(ONLY_INVITATIONS);
    target.answer = (response) => response.writeHead(503).end();
    await preRegister(sandbox, bodyFor(ADA));
    for (const [index, seconds] of [30, 60, 120, 300, 900].entries()) {
      await until(() => attemptsOf(sandbox) === index + 1);
      clock.advance(seconds * 1_000 - 1);
      expect(sandbox.webhooks()).toMatchObject({ waiting: 1, dead: 0 });
      expect(sandbox.webhooks().deliveries[0]?.nextAttemptAt).toBe(clock.now() + 1);
      clock.advance(1);
    }
    await until(() => sandbox.webhooks().dead === 1);
    expect(target.received).toHaveLength(6);
    expect(new Set(target.received).size).toBe(1);
    const [dead] = JSON.parse((await call(sandbox, 'GET', '/sandbox/webhooks')).text).deadLetters;
    expect(dead).toMatchObject({ type: PRE_REGISTER, target: target.url, state: 'dead' });
    expect(dead.attempts.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      new Array(6).fill('503'),
    );
    expect(clock.waiting).toBe(0);
  });

  test('that is not answered in 5 s is tried again, sooner where it is sped up [help centre 6074945]', async () => {
    const { sandbox, target, clock } = await withTarget({ ...ONLY_INVITATIONS, webhookSpeed: 30 });
    target.answer = () => undefined;
    await preRegister(sandbox, bodyFor(ADA));
    await until(() => target.received.length === 1);
    clock.advance(4_999);
    expect(attemptsOf(sandbox)).toBe(0);
    clock.advance(1);
    await until(() => attemptsOf(sandbox) === 1);
    expect(sandbox.webhooks().deliveries[0]?.attempts[0]?.outcome).toBe('timeout');
    target.answer = (response) => response.end();
    clock.advance(1_000);
    await until(() => sandbox.webhooks().delivered === 1);
    expect(sandbox.webhooks()).toMatchObject({ waiting: 0, delivered: 1, failed: 0, dead: 0 });
  });

  test.each(['nonsense', 'ftp://127.0.0.1/x'])(
    'to the invalid URL %s fails and is not tried again [managing-responses-in-workflows]',
    async (url) => {
      const { sandbox, clock } = await withTarget({ ...ONLY_INVITATIONS, webhookTargets: [url] });
      await preRegister(sandbox, bodyFor(ADA));
      await until(() => sandbox.webhooks().failed === 1);
      expect(sandbox.webhooks().deliveries).toMatchObject([
        { state: 'failed', attempts: [{ outcome: 'invalid-url' }], nextAttemptAt: null },
      ]);
      expect(clock.waiting).toBe(0);
    },
  );

  test('that is led elsewhere fails, and is not followed [managing-responses-in-workflows]', async () => {
    const { sandbox, target } = await withTarget(ONLY_INVITATIONS);
    const elsewhere = await openTarget();
    target.answer = (response) => response.writeHead(307, { location: elsewhere.url }).end();
    await preRegister(sandbox, bodyFor(ADA));
    await until(() => sandbox.webhooks().failed === 1);
    expect(elsewhere.received).toEqual([]);
  });

  test('to a server that is not there is tried again', async () => {
    const { sandbox } = await withTarget({
      ...ONLY_INVITATIONS,
      webhookTargets: ['http://127.0.0.1:9/'],
    });
    await preRegister(sandbox, bodyFor(ADA));
    await until(() => attemptsOf(sandbox) === 1);
    expect(sandbox.webhooks()).toMatchObject({ waiting: 1, failed: 0 });
    expect(sandbox.webhooks().deliveries[0]?.attempts[0]?.outcome).toBe('ECONNREFUSED');
  });
});

describe('targets', () => {
  test('are set by the control, and those who are told of nothing cost nothing', async () => {
    const { sandbox, target } = await withTarget({ ...ONLY_INVITATIONS, webhookTargets: [] });
    await preRegister(sandbox, bodyFor(ADA));
    expect(sandbox.webhooks()).toMatchObject({ targets: [], waiting: 0, deliveries: [] });
    const set = await call(sandbox, 'PUT', '/sandbox/webhooks/targets', [target.url]);
    expect(JSON.parse(set.text)).toEqual([target.url]);
    await preRegister(sandbox, bodyFor('eve@example.com'));
    await until(() => sandbox.webhooks().delivered === 1);
    const wrong = await call(sandbox, 'PUT', '/sandbox/webhooks/targets', [7]);
    expect(wrong.status).toBe(400);
    expect(JSON.parse(wrong.text).error.code).toBe('SANDBOX_TARGETS_INVALID');
  });

  test('get nothing more after a reset, of what was waiting', async () => {
    const { sandbox, target, clock } = await withTarget(ONLY_INVITATIONS);
    target.answer = (response) => response.writeHead(500).end();
    await preRegister(sandbox, bodyFor(ADA));
    await until(() => sandbox.webhooks().deliveries[0]?.attempts.length === 1);
    sandbox.reset();
    expect(clock.waiting).toBe(0);
    expect(sandbox.webhooks()).toMatchObject({ targets: [target.url], waiting: 0, deliveries: [] });
  });
});
