import type { User } from '../users/user.js';
import type { World } from '../world.js';

/**
 * The person has proved their address or number, accepted the terms and set a password. Targets are told. False, and
 * nothing happens, for who had activated before.
 *
 * @param clientId whose invitation they followed
 */
export function activateUser(world: World, user: User, clientId: string): boolean {
  if (!world.users.activate(user, world.clock.now())) return false;
  world.webhooks.emit({ occasion: 'registration', user, clientId, link: null });
  world.webhooks.emit({ occasion: 'login', user, clientId, link: null });
  return true;
}
