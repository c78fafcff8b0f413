import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { WebhookConfig } from '../../src/config/client-config.js';

export const AUDIENCE = 'https://rollcall.example/webhooks/next-identity';
export const UUID = '0a4c1c0e-6c1b-4f5e-9f54-0d9f3c5b7a11';
/** When tokens are signed, unless a test says otherwise: ms since 1970. */
export const NOW = Date.UTC(2026, 10, 22, 12);

/** What a test changes of a token: undefined takes a member away. */
export interface TokenChange {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Somebody who signs tokens and publishes the keys: the tenant, or who says to be it. */
export interface Tenant {
  readonly webhook: WebhookConfig;
  /** How often its keys were asked for. */
  asked(): number;
  /** How the keys are answered from now on; null for the keys as they are. */
  answer(instead: { status: number; headers?: Record<string, string>; body?: string } | null): void;
  /** Signs with a new key from now on; the former stay published. Gives its `kid`. */
  rotate(): Promise<string>;
  token(change?: TokenChange): Promise<string>;
  /** The key set as it is published, as text. */
  jwks(): string;
  close(): Promise<void>;
}

export async function openTenant(algorithm = 'RS256'): Promise<Tenant> {
  const keys: { kid: string; privateKey: CryptoKey; jwk: object }[] = [];
  let asked = 0;
  let instead: Parameters<Tenant['answer']>[0] = null;
  const jwks = () => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(instead?.status ?? 200, instead?.headers).end(instead?.body ?? jwks());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}/`;
  const jwksUri = `${issuer}.well-known/jwks.json`;
  const rotate = async () => {
    const { privateKey, publicKey } = await generateKeyPair(algorithm);
    const kid = `key-${keys.length + 1}`;
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
    keys.unshift({ kid, privateKey, jwk });
    return kid;
  };
  await rotate();
  return {
    webhook: { audience: AUDIENCE, issuer, jwksUri, events: [], maxAgeMs: 3_600_000 },
    asked: () => asked,
    answer: (given) => {
      instead = given;
    },
    rotate,
    jwks,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
    async token({ header, claims } = {}) {
      const [key] = keys;
      if (key === undefined) throw new Error('Expected a key');
      const payload = {
        iss: issuer,
        iat: NOW / 1_000,
        jti: 'event-1',
        aud: ['https://elsewhere.example/events', AUDIENCE],
        events: {
          'account/v1/register': { sub: UUID, firstName: 'Ada', email: 'ada@example.com' },
        },
        ...claims,
      };
      return new SignJWT(payload)
        .setProtectedHeader({ alg: algorithm, kid: key.kid, jku: jwksUri, ...header })
        .sign(key.privateKey);
    },
  };
}
