import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CompactEncrypt, decodeJwt, generateKeyPair, UnsecuredJWT } from 'jose';
import { type KeySet, openKeySet } from '../../src/next-identity/webhooks/key-set.js';
import { readToken } from '../../src/next-identity/webhooks/read-token.js';
import { verifyEvent } from '../../src/next-identity/webhooks/verify-event.js';
import { closedAfterTest } from './client-under-test.js';
import { NOW, openTenant, type Tenant, UUID } from './tenant.js';

let tenant: Tenant;
let keys: KeySet;

beforeAll(async () => {
  tenant = await openTenant();
});
afterAll(() => tenant.close());
beforeEach(() => {
  keys = closedAfterTest(openKeySet(tenant.webhook.jwksUri));
});

/** The type of the event that is believed, or why it is not. */
async function verdictOn(text: string, laterMs = 0): Promise<string> {
  const token = readToken(text);
  if (typeof token === 'string') return token;
  const verdict = await verifyEvent(token, tenant.webhook, keys, NOW + laterMs);
  switch (verdict.kind) {
    case 'event':
      return verdict.event.type;
    case 'refused':
      return verdict.why;
    case 'undecided':
      return verdict.cause.code;
  }
}

/** A token in the name of the tenant, signed by somebody else. */
function forge(forger: Tenant, header: Record<string, unknown> = {}): Promise<string> {
  const { issuer: iss, jwksUri: jku } = tenant.webhook;
  return forger.token({ claims: { iss }, header: { jku, ...header } });
}

const BELIEVED = 'account/v1/register';

describe('a token of the tenant', () => {
  test('is believed, and only what is needed of it is taken', async () => {
    const token = readToken(await tenant.token());
    if (typeof token === 'string') throw new Error(token);
    expect(await verifyEvent(token, tenant.webhook, keys, NOW)).toEqual({
      kind: 'event',
      event: { jti: 'event-1', type: BELIEVED, sub: UUID, issuedAt: new Date(NOW) },
    });
  });

  test('may leave out jku, which is not followed anyway', async () => {
    expect(await verdictOn(await tenant.token({ header: { jku: undefined } }))).toBe(BELIEVED);
  });

  test.each([
    ['is for us alone, as text', { aud: 'https://rollcall.example/webhooks/next-identity' }],
    ['is a minute ahead of our clock', { iat: NOW / 1_000 + 60 }],
    ['has waited for its last retry, 1,410 s later', { iat: NOW / 1_000 - 1_410 }],
  ])('is believed that %s', async (_, claims) => {
    expect(await verdictOn(await tenant.token({ claims }))).toBe(BELIEVED);
  });

  test.each([
    ['in upper case, with a space', `${UUID.toUpperCase()} `, UUID],
    ['that is no uuid', 'organisation-7', null],
    ['that is a list', [UUID], null],
    ['that is missing', undefined, null],
  ])('has a sub %s', async (_, sub, expected) => {
    const claims = { events: { [BELIEVED]: { sub } } };
    const token = readToken(await tenant.token({ claims }));
    if (typeof token === 'string') throw new Error(token);
    const verdict = await verifyEvent(token, tenant.webhook, keys, NOW);
    expect(verdict).toMatchObject({ event: { sub: expected } });
  });
});

describe('a token is refused', () => {
  test('that another key has signed, under the name of the tenant', async () => {
    const forger = closedAfterTest(await openTenant());
    expect(await verdictOn(await forge(forger))).toBe('signature');
  });

  test('that names keys of its own in jku, which is never asked', async () => {
    const forger = closedAfterTest(await openTenant());
    const { jwksUri: jku } = forger.webhook;
    expect(await verdictOn(await forge(forger, { jku }))).toBe('foreign_keys');
    expect(forger.asked()).toBe(0);
  });

  test('that carries a key of its own in its header', async () => {
    const forger = closedAfterTest(await openTenant());
    const [jwk] = JSON.parse(forger.jwks()).keys;
    expect(await verdictOn(await forge(forger, { jwk }))).toBe('signature');
  });

  test('that has no signature', async () => {
    const claims = decodeJwt(await tenant.token());
    const bare = new UnsecuredJWT(claims).encode();
    expect(await verdictOn(bare)).toBe('malformed');
    // The same with something where the signature belongs, and a key that is there.
    expect(await verdictOn(withHeader(bare, { alg: 'none', kid: 'key-1' }, 'AA'))).toBe(
      'algorithm',
    );
  });

  test('that takes the published key for a shared secret', async () => {
    const header = { alg: 'HS256', kid: 'key-1' };
    const unsigned = withHeader(await tenant.token(), header, '').replace(/\.$/, '');
    const mac = createHmac('sha256', tenant.jwks()).update(unsigned).digest('base64url');
    expect(await verdictOn(`${unsigned}.${mac}`)).toBe('algorithm');
  });

  test.each(['PS256', 'RS512', 'ES256'])('that is signed by %s', async (algorithm) => {
    const other = closedAfterTest(await openTenant(algorithm));
    expect(await verdictOn(await forge(other))).toBe('algorithm');
  });

  test('that was altered on its way', async () => {
    const [header = '', payload = '', signature = ''] = (await tenant.token()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const altered = Buffer.from(JSON.stringify({ ...claims, jti: 'another' }));
    expect(await verdictOn([header, altered.toString('base64url'), signature].join('.'))).toBe(
      'signature',
    );
  });

  test.each([
    ['names a key that is not the tenant’s', { kid: 'key-9' }],
    ['names no key', { kid: undefined }],
  ])('that %s', async (_, header) => {
    expect(await verdictOn(await tenant.token({ header }))).toBe('unknown_key');
  });

  test('that needs an extension that is not known', async () => {
    const header = { crit: ['exp'], exp: 1 };
    const token = withHeader(await tenant.token(), { alg: 'RS256', kid: 'key-1', ...header });
    expect(await verdictOn(token)).toBe('malformed');
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['of another issuer', { iss: 'https://id.elsewhere.example/' }, 'elsewhere'],
    ['of no issuer', { iss: undefined }, 'elsewhere'],
    ['for another target', { aud: ['https://elsewhere.example/events'] }, 'elsewhere'],
    [
      'for a target that begins like ours',
      { aud: 'https://rollcall.example/webhooks' },
      'elsewhere',
    ],
    ['for nobody', { aud: undefined }, 'elsewhere'],
    ['that is too old', { iat: NOW / 1_000 - 3_661 }, 'too_old'],
    ['that has expired', { exp: NOW / 1_000 - 61 }, 'too_old'],
    ['from the future', { iat: NOW / 1_000 + 61 }, 'in_future'],
    ['that is not valid yet', { nbf: NOW / 1_000 + 61 }, 'in_future'],
    ['without a time', { iat: undefined }, 'claims'],
    ['with a time as text', { iat: '2026' }, 'claims'],
    ['without an id', { jti: undefined }, 'claims'],
    ['with an empty id', { jti: '' }, 'claims'],
    ['with an endless id', { jti: 'x'.repeat(256) }, 'claims'],
    ['with an id that no database takes', { jti: 'a\u0000b' }, 'claims'],
    ['without an event', { events: undefined }, 'claims'],
    ['with no event', { events: {} }, 'claims'],
    ['with two events', { events: { [BELIEVED]: {}, 'account/v1/userCreated': {} } }, 'claims'],
    ['with an event without a body', { events: { [BELIEVED]: null } }, 'claims'],
    ['with events in a list', { events: [BELIEVED] }, 'claims'],
  ])('%s', async (_, claims, why) => {
    expect(await verdictOn(await tenant.token({ claims }))).toBe(why);
  });

  test('that is encrypted, which is told apart', async () => {
    const { publicKey } = await generateKeyPair('RSA-OAEP-256');
    const jwe = await new CompactEncrypt(Buffer.from(await tenant.token()))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })
      .encrypt(publicKey);
    expect(await verdictOn(jwe)).toBe('encrypted');
  });

  test.each([
    '',
    'x',
    '..',
    'a.b.c',
    '{"iss":1}',
    'a.b',
    'e30.e30.AA',
    `${'a'.repeat(60_000)}.b.c`,
  ])('that is none: %.20s', async (text) => {
    const asked = tenant.asked();
    expect(['malformed', 'unknown_key']).toContain(await verdictOn(text));
    expect(tenant.asked()).toBe(asked);
  });

  test.each([
    ['a line break after it', (token: string) => `${token}\n`],
    ['quotes around it', (token: string) => `"${token}"`],
    ['padding', (token: string) => `${token}==`],
  ])('with %s', async (_, change) => {
    expect(await verdictOn(change(await tenant.token()))).toBe('malformed');
  });
});

/** The token with another header, and another signature if one is given. */
function withHeader(token: string, header: object, signature?: string): string {
  const [, payload, former] = token.split('.');
  const encoded = Buffer.from(JSON.stringify(header)).toString('base64url');
  return [encoded, payload, signature ?? former].join('.');
}
