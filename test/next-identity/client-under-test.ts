import { afterEach } from '@jest/globals';
import { NextIdentityClient } from '../../src/next-identity/client.js';
import { NextIdentityError } from '../../src/next-identity/error.js';
import type { NextIdentityOptions } from '../../src/next-identity/options.js';
import { type Literal, literalServer, type TcpServer, tcpServer } from './literal-server.js';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  // Newest first: a client waits for its calls in flight, which end with their server.
  await Promise.all(open.splice(0).map((thing) => thing.close()));
});

/** A client that is closed after the test. */
export function clientFor(baseUrl: string, options: Partial<NextIdentityOptions> = {}) {
  return closedAfterTest(
    new NextIdentityClient({
      baseUrl,
      clientId: 'client-1',
      clientSecret: 's3cret',
      redirectUri: 'https://app.example/welcome',
      authType: 'email',
      ...options,
    }),
  );
}

/** A server with literal answers and a client of it, both closed after the test. */
export async function against(answers: Literal[], options: Partial<NextIdentityOptions> = {}) {
  const server = closedAfterTest(await literalServer(...answers));
  return { server, client: clientFor(server.baseUrl, options) };
}

/** A server that does to the bare socket what it is told, and a client of it. */
export async function againstSocket(
  onRequest: Parameters<typeof tcpServer>[0],
  options: Partial<NextIdentityOptions> = {},
): Promise<{ server: TcpServer; client: NextIdentityClient }> {
  const server = closedAfterTest(await tcpServer(onRequest));
  return { server, client: clientFor(server.baseUrl, options) };
}

/** The error that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<NextIdentityError> {
  const outcome = await call.then(
    () => 'a success',
    (error: unknown) => error,
  );
  if (outcome instanceof NextIdentityError) return outcome;
  throw new Error('expected a NextIdentityError', { cause: outcome });
}

export function closedAfterTest<T extends { close(): Promise<void> }>(thing: T): T {
  open.push(thing);
  return thing;
}
