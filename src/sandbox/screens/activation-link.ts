import type { Client } from '../clients.js';
import type { LinkGrant } from '../grants/grants.js';
import { linkOf, type User } from '../users/user.js';
import type { World } from '../world.js';

/** What a link is good for. How a used or an expired one is told apart by Next Identity is not documented. */
export type ActivationLink =
  | {
      readonly kind: 'open' | 'used' | 'expired';
      readonly grant: LinkGrant;
      readonly user: User;
      readonly client: Client;
    }
  | { readonly kind: 'invalid' };

/** Reads the token of an activation link. A link is used once its user has activated, by whichever link. */
export function readActivationLink(world: World, token: unknown): ActivationLink {
  const grant = typeof token === 'string' ? world.grants.readLink(token) : null;
  const user = grant === null ? undefined : world.users.byUuid(grant.uuid);
  const client = grant === null ? undefined : world.clients.get(grant.clientId);
  if (grant === null || user === undefined || client === undefined) return { kind: 'invalid' };
  return { kind: stateOf(world, grant, user), grant, user, client };
}

function stateOf({ settings, clock }: World, grant: LinkGrant, user: User) {
  if (user.activatedAt !== null) return 'used';
  const { linkLifetimeMs, onlyNewestLink } = settings;
  const tooOld = linkLifetimeMs !== null && clock.now() >= grant.at + linkLifetimeMs;
  const superseded = onlyNewestLink && linkOf(user, grant.clientId).messages > grant.number;
  return tooOld || superseded ? 'expired' : 'open';
}
