import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { until } from '../support/until.js';
import { closedAfterTest } from './both-sides.js';

/** So old may a token be: the five retries take 23.5 minutes in all (help centre 6074945). */
const LATEST_SECONDS = 1_800;

/** A server that a tenant's webhooks are sent to. */
export interface Receiver {
  readonly url: string;
  /** The bodies that came, in order. */
  readonly tokens: string[];
  readonly methods: string[];
  /** The status that it answers with from now on; null for no answer at all. */
  status: number | null;
  /** Waits until so many have come, and gives them. */
  received(count: number): Promise<readonly string[]>;
}

export async function openReceiver(): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    receiver.methods.push(request.method ?? '');
    receiver.tokens.push(await text(request));
    if (receiver.status !== null) response.writeHead(receiver.status).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closedAfterTest({
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
  const { port } = server.address() as AddressInfo;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/events`,
    tokens: [],
    methods: [],
    status: 200,
    async received(count) {
      await until(`${count} events have come`, () => receiver.tokens.length >= count);
      return receiver.tokens;
    },
  };
  return receiver;
}

/** What a receiver pins beforehand: never the `jku` of the token, which its sender chooses. */
export interface Expected {
  /** The tenant's base URL, without a slash at its end. */
  readonly tenant: string;
  readonly audience: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Verifies tokens of one tenant, each of them once. */
export function verifierFor({ tenant, audience }: Omit<Expected, 'now'>) {
  const keys = createRemoteJWKSet(new URL(`${tenant}/.well-known/jwks.json`));
  const seen = new Set<string>();
  return async (token: string, now: number): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, keys, {
      issuer: `${tenant}/`,
      audience,
      algorithms: ['RS256'],
      requiredClaims: ['iat', 'jti', 'events'],
      maxTokenAge: LATEST_SECONDS,
      currentDate: new Date(now),
    });
    const { jti = '' } = payload;
    if (seen.has(jti)) throw new Error('replayed');
    seen.add(jti);
    return payload;
  };
}
