import type { World } from '../world.js';
import { eventBody, type WebhookEvent } from './event.js';

/**
 * The security event token (notifications-in-workflows): `iss`, `iat` in seconds, `jti`, `aud` with every target, and
 * `events` with one key; RS256, with `kid` and `jku` in its header (the vendor's integrations).
 */
export function eventToken(world: World, event: WebhookEvent): Promise<string> {
  const { link, type, jti, at, targets } = event;
  const linkUrl = link === null ? null : world.linkUrl(link, event.user.authType);
  const claims = {
    iss: world.issuer,
    iat: Math.floor(at / 1_000),
    jti,
    aud: [...targets],
    events: { [type]: eventBody(event, linkUrl) },
  };
  return world.keys.sign(claims, { jku: `${world.publicUrl}/.well-known/jwks.json` });
}
