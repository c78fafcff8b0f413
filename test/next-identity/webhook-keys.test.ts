import { describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { type KeySetOptions, openKeySet } from '../../src/next-identity/webhooks/key-set.js';
import { readToken } from '../../src/next-identity/webhooks/read-token.js';
import { type Verdict, verifyEvent } from '../../src/next-identity/webhooks/verify-event.js';
import { closedAfterTest } from './client-under-test.js';
import { deadPort } from './literal-server.js';
import { NOW, openTenant, type Tenant } from './tenant.js';

function verifier({ webhook }: Tenant, options: KeySetOptions = {}) {
  const keys = closedAfterTest(openKeySet(webhook.jwksUri, options));
  return (text: string): Promise<Verdict> => {
    const token = readToken(text);
    if (typeof token === 'string') throw new Error(token);
    return verifyEvent(token, webhook, keys, NOW);
  };
}

const EVENT = { kind: 'event' };
const UNKNOWN_KEY = { kind: 'refused', why: 'unknown_key' };

describe('the keys of a tenant', () => {
  test('are asked for once, also by many tokens that come together', async () => {
    const tenant = closedAfterTest(await openTenant());
    const verify = verifier(tenant);
    const token = await tenant.token();
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    expect(verdicts).toEqual(Array.from({ length: 20 }, () => expect.objectContaining(EVENT)));
    expect(tenant.asked()).toBe(1);
  });

  test('are asked for again when a token names a new one', async () => {
    const tenant = closedAfterTest(await openTenant());
    const verify = verifier(tenant, { pauseMs: 0 });
    const former = await tenant.token();
    expect(await verify(former)).toMatchObject(EVENT);
    const kid = await tenant.rotate();
    const token = await tenant.token();
    expect(decodeProtectedHeader(token).kid).toBe(kid);
    expect(await verify(token)).toMatchObject(EVENT);
    expect(await verify(former)).toMatchObject(EVENT);
    expect(tenant.asked()).toBe(2);
  });

  test('are not asked for by every forged token', async () => {
    const tenant = closedAfterTest(await openTenant());
    const verify = verifier(tenant);
    expect(await verify(await tenant.token())).toMatchObject(EVENT);
    for (const kid of ['a', 'b', 'c']) {
      expect(await verify(await tenant.token({ header: { kid } }))).toEqual(UNKNOWN_KEY);
    }
    expect(tenant.asked()).toBe(1);
  });

  test('are not asked for again at once when they could not be had, but later they are', async () => {
    const tenant = closedAfterTest(await openTenant());
    let clock = 0;
    const verify = verifier(tenant, { pauseMs: 1_000, now: () => clock });
    const token = await tenant.token();
    tenant.answer({ status: 503 });
    expect(await verify(token)).toMatchObject({ kind: 'undecided' });
    tenant.answer(null);
    clock = 999;
    expect(await verify(token)).toMatchObject({ kind: 'undecided' });
    expect(tenant.asked()).toBe(1);
    clock = 1_000;
    expect(await verify(token)).toMatchObject(EVENT);
  });
});

describe('no verdict is given', () => {
  test.each([
    ['the tenant answers an error', { status: 500 }, 'HTTP 500'],
    ['it is redirected', { status: 302, headers: { location: '/keys' } }, 'HTTP 302'],
    ['what it serves is no JSON', { status: 200, body: '<html>' }, 'no usable set of keys'],
    ['what it serves is no key set', { status: 200, body: '{}' }, 'no usable set of keys'],
    ['what it serves is endless', { status: 200, body: ' '.repeat(300_000) }, 'larger than'],
  ])('while %s', async (_, answer, reason) => {
    const tenant = closedAfterTest(await openTenant());
    tenant.answer(answer);
    const verdict = await verifier(tenant)(await tenant.token());
    if (verdict.kind !== 'undecided') throw new Error(verdict.kind);
    expect(verdict.cause).toMatchObject({
      code: 'tenant_keys_unavailable',
      message: expect.stringContaining(reason),
    });
    expect(tenant.asked()).toBe(1);
  });

  test('while the tenant cannot be reached', async () => {
    const tenant = closedAfterTest(await openTenant());
    const jwksUri = `http://127.0.0.1:${await deadPort()}/jwks.json`;
    const elsewhere = { ...tenant, webhook: { ...tenant.webhook, jwksUri } };
    const verdict = await verifier(elsewhere)(await tenant.token({ header: { jku: jwksUri } }));
    expect(verdict).toMatchObject({
      cause: { message: expect.stringContaining('the connection was refused') },
    });
  });
});
