import { z } from 'zod';
import { RollcallError } from '../../observe/rollcall-error.js';
import { complaints } from '../settings.js';
import type { World } from '../world.js';

const requestSchema = z.strictObject({
  identifier: z.string().min(1),
  clientId: z.string().min(1),
  redirectUri: z.url(),
  locale: z.string().default(''),
  /** A PKCE challenge (S256) that the exchange has to meet. */
  codeChallenge: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional(),
});

/** Who signs in, and where. */
export type CodeRequest = z.input<typeof requestSchema>;

/**
 * A code as the application would get it after the person signed in: for tests of `/token` without a browser.
 *
 * @throws RollcallError `SANDBOX_CODE_INVALID`, `SANDBOX_USER_UNKNOWN`
 */
export function issueCode(world: World, input: unknown): string {
  const { success, data, error } = requestSchema.safeParse(input);
  if (!success || !world.clients.has(data.clientId)) {
    const complaint = success ? 'clientId: no such client' : complaints(error);
    throw new RollcallError(
      'SANDBOX_CODE_INVALID',
      'Expected {"identifier": "ada@example.com", "clientId": "sandbox", "redirectUri": "https://app.example/"}, ' +
        `but: ${complaint}`,
    );
  }
  const { identifier, codeChallenge, ...place } = data;
  const { uuid } = world.user(identifier);
  const challenge = codeChallenge === undefined ? {} : { challenge: codeChallenge };
  return world.grants.code({ uuid, ...place, ...challenge, at: world.clock.now() });
}
