import type { Sandbox, SandboxOptions } from '../../src/sandbox/index.js';
import { ADA, APP, type BothSides, bothSides } from './both-sides.js';

/** Ada is there and has activated. */
export async function withAda(options: SandboxOptions = {}): Promise<BothSides> {
  const sides = await bothSides(options);
  sides.sandbox.seedUsers({
    identifier: ADA,
    activated: true,
    profile: { firstName: 'Ada', lastName: 'Lovelace' },
  });
  return sides;
}

/** A code as the application gets it when Ada has signed in. */
export function codeFor(sandbox: Sandbox, change: { codeChallenge?: string } = {}): string {
  return sandbox.issueCode({
    identifier: ADA,
    clientId: 'sandbox',
    redirectUri: APP,
    locale: 'en-US',
    ...change,
  });
}

/** Ada, activated, with an access token of hers. */
export async function signedIn(options: SandboxOptions = {}) {
  const sides = await withAda(options);
  const tokens = await sides.client().exchangeCode({ code: codeFor(sides.sandbox), userId: ADA });
  return { ...sides, accessToken: tokens.accessToken };
}
