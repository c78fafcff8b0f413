import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { request } from 'undici';
import { WEBHOOK_PATH } from '../../src/console/webhook-route.js';
import { AUDIENCE, NOW, openTenant, type Tenant, UUID } from '../next-identity/tenant.js';
import { type ConsoleUnderTest, openConsole } from './console-under-test.js';

/** Stands wherever a body could have a person's data, and is to reach no log and no answer. */
const MARK = 'marked.person@example.com';

let tenant: Tenant;
let server: ConsoleUnderTest;
let genuine: string;

beforeAll(async () => {
  tenant = await openTenant();
  genuine = await tenant.token();
  server = await openConsole({ acme: tenant.webhook });
});
afterEach(() => server.clear());
afterAll(async () => {
  await server.close();
  await tenant.close();
});

interface Sent {
  readonly body: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

async function post({ body, headers = {} }: Sent): Promise<number> {
  const url = `${server.url}${WEBHOOK_PATH}`;
  const answer = await request(url, { method: 'POST', headers, body });
  expect(await answer.body.text()).toBe('');
  return answer.statusCode;
}

const headers = fc.record(
  {
    'content-type': fc.oneof(
      fc.constantFrom('application/json', 'application/jwt', 'text/plain; charset=utf-16', 'a/b;c'),
      fc.constantFrom('multipart/form-data', 'application/json, text/html', ';', '/', '', '*/*'),
      fc.string({ unit: fc.constantFrom(...'az/;=", *+-.\t'), maxLength: 20 }),
    ),
    'content-encoding': fc.constantFrom('gzip', 'br', 'identity', 'nonsense'),
    authorization: fc.constantFrom('Basic x', `Bearer ${MARK}`),
  },
  { requiredKeys: [] },
);

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    MARK,
    null,
    '',
    '\u0000',
    '\ud800',
    1e308,
    -1,
    UUID,
    '__proto__',
    {},
    [],
  ),
);
const segmentOf = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
const segment = fc.oneof(
  fc.record({ alg: value, kid: value, jku: value, crit: value, typ: value }).map(segmentOf),
  fc.record({ iss: value, aud: value, iat: value, jti: value, events: value }).map(segmentOf),
  fc.jsonValue().map(segmentOf),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  fc.constantFrom('', 'e30', 'bnVsbA', 'W10', '==', ' '),
);

/** What looks like a token, and was signed by nobody. */
const unsigned = fc
  .array(segment, { minLength: 2, maxLength: 5 })
  .map((segments) => segments.join('.'));

/** A genuine token, in whatever somebody may wrap it. Bare it would be taken. */
const wrapped = fc
  .constantFrom<(token: string) => string>(
    (token) => JSON.stringify(token),
    (token) => JSON.stringify({ token, email: MARK }),
    (token) => `token=${token}`,
    (token) => `${token}\n`,
    (token) => ` ${token}`,
    (token) => `\ufeff${token}`,
    (token) => `${token}\u0000`,
    (token) => `${token}.${token}`,
    (token) => `[${token}]`,
    (token) => token.replaceAll('.', '..'),
    (token) => Buffer.from(token).toString('base64'),
  )
  .map((wrap) => () => wrap(genuine));

const body = fc.oneof<fc.Arbitrary<() => string | Uint8Array>[]>(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => () => bytes),
  fc.string({ unit: 'binary', maxLength: 300 }).map((text) => () => `${text}${MARK}`),
  fc.json().map((text) => () => text),
  unsigned.map((text) => () => text),
  wrapped,
);

/** Whatever is refused says nothing, logs sums only, and leaves nothing behind. */
async function expectNothingKept(): Promise<void> {
  expect(await server.events()).toEqual([]);
  server.refusals.flush();
  expect(JSON.stringify(server.logged)).not.toContain(MARK);
}

describe('the body of a webhook', () => {
  test('that is no genuine token is refused for good, whatever it is and is called', async () => {
    await fc.assert(
      fc.asyncProperty(body, headers, async (make, given) => {
        expect([400, 401, 403]).toContain(await post({ body: make(), headers: given }));
      }),
      { numRuns: 300 },
    );
    await expectNothingKept();
  });

  test('of any length up to the limit and beyond is refused, and said to be too large only beyond', async () => {
    const limit = 64 * 1024;
    const length = fc.oneof(
      fc.integer({ min: limit - 3, max: limit + 3 }),
      fc.integer({ min: 0, max: 3 * limit }),
    );
    await fc.assert(
      fc.asyncProperty(length, fc.constantFrom('x', '.', '\u0000'), async (bytes, filling) => {
        const status = await post({ body: filling.repeat(bytes) });
        expect(status).toBe(bytes > limit ? 413 : 400);
      }),
      { numRuns: 60 },
    );
    await expectNothingKept();
  });

  test('that the tenant has signed is kept once or refused for good, whatever it claims', async () => {
    const id = fc.oneof(fc.constantFrom('event-1', 'x'.repeat(3_000), '\u0000', ' ', ''), value);
    const claims = fc.record(
      {
        iat: fc.oneof(fc.constantFrom<unknown>(NOW / 1_000, NOW / 1_000 + 30, 0, 1e300, -1), value),
        jti: id,
        aud: fc.oneof(fc.constantFrom<unknown>(AUDIENCE, [AUDIENCE, 7]), value),
        exp: fc.oneof(fc.constantFrom<unknown>(NOW / 1_000 + 60, 0), value),
        events: fc.oneof(
          fc.dictionary(fc.oneof(fc.constant('account/v1/register'), fc.string()), value),
          fc.record({ 'account/v1/register': fc.record({ sub: value, email: value }) }),
          value,
        ),
      },
      { requiredKeys: [] },
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(claims, async (given) => {
        await server.clear();
        const token = await tenant.token({ claims: given });
        const status = await post({ body: token });
        expect([200, 400, 401, 403]).toContain(status);
        expect(await post({ body: token })).toBe(status);
        const kept = await server.events();
        expect(kept).toHaveLength(status === 200 ? 1 : 0);
        taken += kept.length;
        server.refusals.flush();
        expect(JSON.stringify(server.logged)).not.toContain(MARK);
      }),
      // Among them one that claims nothing odd.
      { numRuns: 150, examples: [[{}]] },
    );
    expect(taken).toBeGreaterThan(0);
  });

  test('leaves the server as it was, however odd it has been', async () => {
    expect(await post({ body: genuine })).toBe(200);
    expect(await server.events()).toHaveLength(1);
  });
});
