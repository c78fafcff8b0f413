import { AUTH_TYPES, type AuthType } from '../../clients.js';
import type { Settings } from '../../settings.js';
import { storeAttribute } from '../../users/names.js';
import type { User } from '../../users/user.js';
import type { World } from '../../world.js';
import { textOf } from '../text-of.js';
import type { Filter } from './filter.js';

/** The users that match, in the order in which they came; all of them for null. Read one by one. */
export function* matchingUsers(world: World, filter: Filter | null): Generator<User, void> {
  const { settings } = world;
  for (const user of candidates(world, filter)) {
    if (filter === null || matches(user, filter, settings)) yield user;
  }
}

/**
 * Whom the filter could mean: one user where it asks for a uuid, or for the address or number that users are kept
 * by; looking through a million takes a second, in which nobody else is answered.
 */
function candidates(world: World, filter: Filter | null): Iterable<User> {
  if (filter?.kind === 'and') {
    for (const part of filter.parts) {
      const found = indexed(world, part);
      if (found !== null) return found;
    }
  }
  return (filter === null ? null : indexed(world, filter)) ?? world.users.all();
}

/** The attribute that a user of this auth type is kept by. */
const KEPT_BY: Record<string, AuthType> = { email: 'email', mobileNumber: 'sms' };

function indexed({ users }: World, filter: Filter): Iterable<User> | null {
  if (filter.kind !== 'equals' || filter.not) return null;
  if (filter.name === 'uuid') return present(users.byUuid(filter.value));
  const authType = Object.hasOwn(KEPT_BY, filter.name) ? KEPT_BY[filter.name] : undefined;
  if (authType === undefined) return null;
  const user = users.find(filter.value, [authType]);
  // Who signs in by number may have the address in the profile, and the other way round.
  return user === undefined ? users.all(AUTH_TYPES.filter((other) => other !== authType)) : [user];
}

function present(user: User | undefined): readonly User[] {
  return user === undefined ? [] : [user];
}

function matches(user: User, filter: Filter, settings: Settings): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => matches(user, part, settings));
    case 'or':
      return filter.parts.some((part) => matches(user, part, settings));
    case 'null':
      return (storeAttribute(user, filter.name, settings) === null) !== filter.not;
    case 'equals': {
      const value = storeAttribute(user, filter.name, settings);
      const same =
        value !== null && normal(filter.name, textOf(value)) === normal(filter.name, filter.value);
      return same !== filter.not;
    }
  }
}

/** Addresses are kept in lower case, as they are sent. */
function normal(name: string, value: string): string {
  return name === 'email' ? value.toLowerCase() : value;
}
