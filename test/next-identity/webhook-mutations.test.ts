import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLocalJWKSet, decodeJwt } from 'jose';
import type { KeySet } from '../../src/next-identity/webhooks/key-set.js';
import { readToken } from '../../src/next-identity/webhooks/read-token.js';
import { verifyEvent } from '../../src/next-identity/webhooks/verify-event.js';
import { NOW, openTenant, type Tenant } from './tenant.js';

let tenant: Tenant;
let keys: KeySet;
let genuine: string;

beforeAll(async () => {
  tenant = await openTenant();
  genuine = await tenant.token();
  keys = { key: createLocalJWKSet(JSON.parse(tenant.jwks())), close: async () => undefined };
});

afterAll(() => tenant.close());

async function isBelieved(text: string): Promise<boolean> {
  const token = readToken(text);
  if (typeof token === 'string') return false;
  return (await verifyEvent(token, tenant.webhook, keys, NOW)).kind === 'event';
}

const BASE64URL = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
const character = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...BASE64URL) },
  { weight: 1, arbitrary: fc.constantFrom(...'.=+/ \n\r\t"\u0000é') },
);
/** A place in the token, as a share of its length: the token is not there yet when the property is written. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

type Mutation = (text: string) => string;
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, character).map(
    ([where, put]) =>
      (text: string) =>
        splice(text, at(text, where), 1, put),
  ),
  fc.tuple(place, character).map(
    ([where, put]) =>
      (text: string) =>
        splice(text, at(text, where), 0, put),
  ),
  fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(
    ([where, count]) =>
      (text: string) =>
        splice(text, at(text, where), count, ''),
  ),
  fc.tuple(place, place).map(([one, other]) => (text: string) => {
    const [from, to] = [at(text, one), at(text, other)].sort((a, b) => a - b);
    return splice(text, to ?? 0, 0, text.slice(from, to));
  }),
  fc.constantFrom<Mutation>(
    (text) => text.split('.').reverse().join('.'),
    (text) => `${text}.${text}`,
    (text) => text.toLowerCase(),
  ),
);

function at(text: string, share: number): number {
  return Math.floor(share * text.length);
}

function splice(text: string, from: number, count: number, put: string): string {
  return text.slice(0, from) + put + text.slice(from + count);
}

describe('a genuine token', () => {
  test('is believed', async () => {
    expect(await isBelieved(genuine)).toBe(true);
  });

  // Of 342 characters the last one of a signature carries two bits only: 16 spellings of it are the same signature.
  // They are the same event, with the same jti, and so at most a duplicate.
  test('is not believed after any mutation, but for other spellings of the very same signature', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
        const mutated = mutations.reduce((text, mutate) => mutate(text), genuine);
        if (!(await isBelieved(mutated))) return;
        expect(bytesOf(mutated)).toEqual(bytesOf(genuine));
        expect(mutated.slice(0, -1)).toBe(genuine.slice(0, -1));
        expect(decodeJwt(mutated)).toEqual(decodeJwt(genuine));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is not believed with any other character in any place, but for those spellings', async () => {
    const believed: string[] = [];
    for (let from = 0; from < genuine.length; from += 1) {
      const [former = ''] = genuine.slice(from);
      const other = BASE64URL[(BASE64URL.indexOf(former) + 17) % BASE64URL.length] ?? '';
      const mutated = splice(genuine, from, 1, other);
      if (await isBelieved(mutated)) believed.push(mutated);
    }
    expect(believed).toEqual([]);
    const endings = BASE64URL.map((last) => splice(genuine, genuine.length - 1, 1, last));
    const verdicts = await Promise.all(endings.map(isBelieved));
    const same = endings.filter((ending) => bytesOf(ending).equals(bytesOf(genuine)));
    expect(same).toHaveLength(16);
    expect(endings.filter((_, index) => verdicts[index])).toEqual(same);
  });
});

function bytesOf(token: string): Buffer {
  return Buffer.from(token.split('.')[2] ?? '', 'base64url');
}
