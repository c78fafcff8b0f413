import type { TokenGrant } from '../grants/grants.js';
import { httpException } from '../http/answer.js';
import type { ApiCall } from '../http/endpoint.js';
import type { User } from '../users/user.js';
import type { World } from '../world.js';
import { type Checked, passed, refused } from './checked.js';

/** Who signed in, and where. */
export interface SignedIn {
  readonly user: User;
  readonly grant: TokenGrant;
}

/**
 * The user of the Bearer access token; 401 as unify-journeys-hosted-user-info shows it. That profile answers a wrong
 * token likewise is an assumption.
 */
export function checkUserToken(world: World, { bearer }: ApiCall): Checked<SignedIn> {
  const now = world.clock.now();
  const grant = bearer === null ? null : world.grants.readAccessToken(bearer, world.settings, now);
  const user = grant === null ? undefined : world.users.byUuid(grant.uuid);
  if (grant === null || user === undefined) return refused(httpException(401, 'Unauthorized'));
  return passed({ user, grant });
}
