import type { World } from '../../world.js';
import { claimsOf } from '../claims-of.js';
import type { Holder } from './issue-tokens.js';

/** 14 days by default (unify-journeys-hosted-token). */
const LIFETIME_SECONDS = 14 * 24 * 3_600;

/** The JWT about who signed in; its claims are those of userinfo, and OpenID Connect's own. */
export function idToken(world: World, { uuid, clientId, locale }: Holder): Promise<string> {
  const iat = Math.floor(world.clock.now() / 1_000);
  const user = world.users.byUuid(uuid);
  const claims = user === undefined ? { sub: uuid } : claimsOf(user, locale);
  const token = { iss: world.issuer, aud: clientId, iat, exp: iat + LIFETIME_SECONDS };
  return world.keys.sign({ ...claims, ...token });
}
