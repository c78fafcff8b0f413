import { afterEach } from '@jest/globals';
import { DEFAULT_RETRY_POLICY, type Outcome, outcomeOf } from '../../src/invite/outcome.js';
import { NextIdentityClient } from '../../src/next-identity/client.js';
import { NextIdentityError } from '../../src/next-identity/error.js';
import type { NextIdentityOptions } from '../../src/next-identity/options.js';
import type { PreRegistered, PreRegisterRequest } from '../../src/next-identity/pre-register.js';
import { toAnswer } from '../../src/next-identity/to-answer.js';
import {
  ManualClock,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/index.js';
import { type Change, openRelay } from './relay.js';

export const APP = 'https://app.example/welcome';
export const ADA = 'ada@example.com';
export const NUMBER = '+4915112345678';
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  // All at once: a client waits for its calls in flight, and those end with their server.
  await Promise.all(open.splice(0).map((thing) => thing.close()));
});

export function closedAfterTest<T extends { close(): Promise<void> }>(thing: T): T {
  open.push(thing);
  return thing;
}

/** A sandbox, and the clients of it that a test asks for; all closed when the test ends. */
export interface BothSides {
  readonly sandbox: Sandbox;
  /** The sandbox's clock. It stands still until a test moves it. */
  readonly clock: ManualClock;
  /** The default login client, with `secret` and `clientId` changed where the test is about that. */
  client(options?: Partial<NextIdentityOptions>): NextIdentityClient;
  /** The direct access client of the same environment. */
  direct(options?: Partial<NextIdentityOptions>): NextIdentityClient;
  /** A client whose requests are changed on their way. */
  through(change: Change, options?: Partial<NextIdentityOptions>): Promise<NextIdentityClient>;
}

export async function bothSides(options: SandboxOptions = {}): Promise<BothSides> {
  const clock = new ManualClock(Date.UTC(2026, 0, 1, 12));
  const sandbox = closedAfterTest(await startSandbox({ clock, ...options }));
  const client = (changed: Partial<NextIdentityOptions> = {}) =>
    closedAfterTest(
      new NextIdentityClient({
        baseUrl: sandbox.url,
        clientId: 'sandbox',
        clientSecret: 'sandbox-secret',
        redirectUri: APP,
        authType: 'email',
        locale: 'en-US',
        now: () => clock.now(),
        ...changed,
      }),
    );
  return {
    sandbox,
    clock,
    client,
    direct: (changed) =>
      client({
        clientId: 'sandbox-direct',
        clientSecret: 'sandbox-direct-secret',
        ...changed,
      }),
    async through(change, changed) {
      const { url } = closedAfterTest(await openRelay(sandbox.url, change));
      return client({ baseUrl: url, ...changed });
    },
  };
}

/** Invites Ada, or whom `change` names. */
export function invite(
  client: NextIdentityClient,
  change: Partial<PreRegisterRequest> = {},
): Promise<PreRegistered> {
  const profileFields = { firstName: 'Ada', lastName: 'Lovelace', emailAddress: ADA };
  return client.preRegister({ profileFields, ...change });
}

/** What the call means for its invite. */
export async function outcome(
  call: Promise<PreRegistered>,
  { mayHaveArrived = false } = {},
): Promise<Outcome> {
  const answer = await toAnswer(call);
  return outcomeOf(answer, {
    tries: mayHaveArrived ? 2 : 1,
    mayHaveArrived,
    policy: DEFAULT_RETRY_POLICY,
    random: () => 0.5,
  });
}

/** The error that a call ends with. */
export async function errorOf(call: Promise<unknown>): Promise<NextIdentityError> {
  const ended = await call.then(
    () => 'a success',
    (error: unknown) => error,
  );
  if (ended instanceof NextIdentityError) return ended;
  throw new Error('Expected a NextIdentityError', { cause: ended });
}
