import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { type BothSides, bothSides, closedAfterTest, invite } from './both-sides.js';
import { openReceiver, type Receiver, verifierFor } from './webhook-receiver.js';

const PAGE = '[next-reason/integrations]';

let sides: BothSides;
let receiver: Receiver;
/** The tenant's own token, as it came. */
let genuine: string;

beforeEach(async () => {
  receiver = await openReceiver();
  sides = await bothSides({
    webhookTargets: [receiver.url],
    webhookTypes: { preRegistration: null },
  });
  await invite(sides.client());
  [genuine = ''] = await receiver.received(1);
});

function verifier(change: { tenant?: string; audience?: string } = {}) {
  const verify = verifierFor({ tenant: sides.sandbox.url, audience: receiver.url, ...change });
  return (token: string, laterMs = 0) => verify(token, sides.clock.now() + laterMs);
}

/** The genuine claims, changed and signed with a key of somebody else's. */
async function forge(header: object = {}, claims: JWTPayload = {}) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const { kid = '' } = decodeProtectedHeader(genuine);
  const token = await new SignJWT({ ...decodeJwt(genuine), ...claims })
    .setProtectedHeader({ alg: 'RS256', kid, ...header })
    .sign(privateKey);
  return { token, jwk: { ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid } };
}

describe('a webhook is verified with the published keys', () => {
  test(`and a genuine one is taken, once ${PAGE}`, async () => {
    const verify = verifier();
    expect(await verify(genuine)).toMatchObject({ iss: `${sides.sandbox.url}/` });
    await expect(verify(genuine)).rejects.toThrow('replayed');
  });

  test(`and is taken also after the tenant has changed its key ${PAGE}`, async () => {
    const kid = await sides.sandbox.rotateSigningKey();
    await invite(sides.client(), { profileFields: { emailAddress: 'eve@example.com' } });
    const [, second = ''] = await receiver.received(2);
    expect(decodeProtectedHeader(second).kid).toBe(kid);
    const verify = verifier();
    expect(await verify(genuine)).toBeDefined();
    expect(await verify(second)).toBeDefined();
  });
});

describe('a webhook is refused', () => {
  test(`that another key has signed under the kid of the tenant ${PAGE}`, async () => {
    const { token } = await forge();
    await expect(verifier()(token)).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });

  test(`that names keys of its own in jku, which is never followed ${PAGE}`, async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end(JSON.stringify({ keys: [jwk] }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closedAfterTest({ close: () => new Promise<void>((done) => server.close(() => done())) });
    const { port } = server.address() as AddressInfo;
    const jku = `http://127.0.0.1:${port}/.well-known/jwks.json`;
    const { token, jwk } = await forge({ jku, kid: 'mine' });
    await expect(verifier()(token)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(asked).toBe(0);
  });

  test(`that was altered on its way ${PAGE}`, async () => {
    const [header = '', payload = '', signature = ''] = genuine.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const text = JSON.stringify({ ...claims, jti: 'another' });
    const altered = [header, Buffer.from(text).toString('base64url'), signature].join('.');
    await expect(verifier()(altered)).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });

  test(`that has no signature, or one of another algorithm than RS256 ${PAGE}`, async () => {
    const unsigned = new UnsecuredJWT(decodeJwt(genuine)).encode();
    await expect(verifier()(unsigned)).rejects.toMatchObject({ code: 'ERR_JOSE_ALG_NOT_ALLOWED' });
    const { kid } = decodeProtectedHeader(genuine);
    const [, payload = ''] = genuine.split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid })).toString('base64url');
    // The published key, taken for a shared secret: the oldest confusion of algorithms.
    const keys = await (await fetch(`${sides.sandbox.url}/.well-known/jwks.json`)).text();
    const mac = createHmac('sha256', keys).update(`${header}.${payload}`).digest('base64url');
    await expect(verifier()(`${header}.${payload}.${mac}`)).rejects.toMatchObject({
      code: 'ERR_JOSE_ALG_NOT_ALLOWED',
    });
  });

  test('that is for another target [notifications-in-workflows]', async () => {
    const verify = verifier({ audience: 'https://elsewhere.example/events' });
    await expect(verify(genuine)).rejects.toMatchObject({
      code: 'ERR_JWT_CLAIM_VALIDATION_FAILED',
      claim: 'aud',
    });
  });

  test(`that is of another tenant ${PAGE}`, async () => {
    const other = await bothSides({ webhookTargets: [receiver.url] });
    await invite(other.client());
    const [, foreign = ''] = await receiver.received(2);
    await expect(verifier()(foreign)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  test('that is older than its last retry can be [notifications-in-workflows, help centre 6074945]', async () => {
    const lastRetryMs = (30 + 60 + 120 + 300 + 900) * 1_000;
    expect(await verifier()(genuine, lastRetryMs)).toBeDefined();
    await expect(verifier()(genuine, 3_600_000)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });
});
