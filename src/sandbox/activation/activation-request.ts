import { z } from 'zod';
import { RollcallError } from '../../observe/rollcall-error.js';
import { complaints } from '../settings.js';
import type { User } from '../users/user.js';
import type { World } from '../world.js';
import { activateUser } from './activate-user.js';

const requestSchema = z.union([
  z.strictObject({ identifiers: z.array(z.string().min(1)).nonempty() }),
  z.strictObject({
    /** The part of those who have not activated, drawn for each: 0.4 is two in five. */
    share: z.number().min(0).max(1),
    /** Spread evenly over so many ms from now. Default 0: at once. */
    overMs: z.number().min(0).default(0),
    /** Only whom this client invited. */
    clientId: z.string().optional(),
  }),
]);

/** Whom to activate: `{ identifiers: ['ada@example.com'] }` or `{ share: 0.4, overMs: 60000 }`. */
export type ActivationRequest = z.input<typeof requestSchema>;

/** How many activated at once, and how many will as time goes on. */
export interface ActivationResult {
  readonly activated: number;
  readonly scheduled: number;
}

/**
 * Lets people activate as if they had followed their links.
 *
 * @throws RollcallError `SANDBOX_ACTIVATION_INVALID`, `SANDBOX_USER_UNKNOWN`
 */
export function activatePeople(world: World, input: unknown): ActivationResult {
  const { success, data, error } = requestSchema.safeParse(input);
  if (!success) {
    throw new RollcallError(
      'SANDBOX_ACTIVATION_INVALID',
      'Expected {"identifiers": ["ada@example.com"]} or {"share": 0.4, "overMs": 60000, "clientId": "sandbox"}, ' +
        `but: ${complaints(error)}`,
    );
  }
  if ('identifiers' in data) {
    // All are looked up before the first is changed: half a request done is worse than none.
    const users = data.identifiers.map((identifier) => world.user(identifier));
    const activated = users.filter((user) => activateUser(world, user, clientOf(user))).length;
    return { activated, scheduled: 0 };
  }
  const { share, overMs, clientId } = data;
  const result = { activated: 0, scheduled: 0 };
  for (const user of world.users.all()) {
    if (user.activatedAt !== null) continue;
    if (clientId !== undefined && !isLinked(user, clientId)) continue;
    if (world.activationRandom() >= share) continue;
    if (overMs === 0) {
      activateUser(world, user, clientId ?? clientOf(user));
      result.activated += 1;
    } else {
      const at = world.clock.now() + world.activationRandom() * overMs;
      world.activations.add(user, clientId ?? clientOf(user), at);
      result.scheduled += 1;
    }
  }
  return result;
}

function isLinked({ links }: User, clientId: string): boolean {
  return links.some((link) => link.linked && link.clientId === clientId);
}

/** The client that invited the person first. */
function clientOf({ links }: User): string {
  return links[0]?.clientId ?? '';
}
