import { createHash } from 'node:crypto';
import { activateUser } from '../../activation/activate-user.js';
import type { Client } from '../../clients.js';
import type { CodeGrant } from '../../grants/grants.js';
import { linkOf, type User } from '../../users/user.js';
import type { World } from '../../world.js';
import type { Holder } from './issue-tokens.js';

/** Where a code is exchanged; both have to be those that it was given for. */
export interface Place {
  readonly client: Client;
  readonly redirectUri: string;
}

/** Whose code it is, and uses it up; null for a code that is wrong, spent, too old, or of somebody else. */
export function redeemCode(
  world: World,
  code: string,
  place: Place,
  user: User | null,
  verifier: string | null = null,
): Holder | null {
  const { grants, settings, clock } = world;
  const grant = grants.readCode(code, settings, clock.now());
  if (grant === null || grant.clientId !== place.client.clientId) return null;
  if (grant.redirectUri !== place.redirectUri || !meetsChallenge(grant, verifier)) return null;
  if (user === null ? world.users.byUuid(grant.uuid) === undefined : user.uuid !== grant.uuid) {
    return null;
  }
  return grants.spendCode(grant, settings, clock.now()) ? grant : null;
}

/**
 * The code of an activation link was asked for by nobody and has no challenge: a public client's verifier is then
 * taken as it is, an assumption.
 */
function meetsChallenge({ challenge }: CodeGrant, verifier: string | null): boolean {
  if (challenge === undefined) return true;
  if (verifier === null) return false;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}

/**
 * Uses up the PIN of the client's last message to the user; null for a wrong, spent or old one.
 *
 * Assumption: who has the PIN has the address or number, so it activates them as the link does.
 */
export function redeemPin(
  world: World,
  pin: string,
  { user, client }: { readonly user: User; readonly client: Client },
): Holder | null {
  const { clientId } = client;
  const { messages, sentAt } = linkOf(user, clientId);
  const now = world.clock.now();
  const until = sentAt + world.settings.pinLifetimeMs;
  if (messages === 0 || now >= until || pin !== world.grants.pin(user.uuid, clientId, messages)) {
    return null;
  }
  if (!world.grants.spendPin(user.uuid, clientId, messages, until, now)) return null;
  activateUser(world, user, clientId);
  return { uuid: user.uuid, clientId, locale: '' };
}
