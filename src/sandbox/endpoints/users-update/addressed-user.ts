import type { Answer } from '../../http/answer.js';
import type { User } from '../../users/user.js';
import type { World } from '../../world.js';
import { isEmpty } from '../check-required.js';
import { type Checked, passed, refused } from '../checked.js';
import { textOf } from '../text-of.js';
import { matchingUsers } from '../users-find/matching-users.js';

/**
 * The user whom the call means; else 422 in the words of response-code-users-update.
 *
 * Assumption: nobody with this uuid, or with this value of `key_property`, is answered like a uuid that is none.
 */
export function addressedUser(
  world: World,
  body: Readonly<Record<string, unknown>>,
): Checked<User> {
  const { uuid, key_property: name } = body;
  const value = body.key_value ?? body.value;
  if (!isEmpty(uuid)) {
    const user = typeof uuid === 'string' ? world.users.byUuid(uuid.toLowerCase()) : undefined;
    return user === undefined ? refused(notValid('uuid', 'invalid uuid')) : passed(user);
  }
  if (isEmpty(name)) {
    return refused(
      isEmpty(value)
        ? {
            status: 422,
            body: {
              error: 'missing_argument',
              error_details: 'provide either uuid or key_property',
            },
          }
        : invalidArgument('value is a string but attribute_name not given'),
    );
  }
  const filter = { kind: 'equals', name: textOf(name), value: textOf(value), not: false } as const;
  for (const user of isEmpty(value) ? [] : matchingUsers(world, filter)) return passed(user);
  return refused(notValid('key_property', 'no such user'));
}

function notValid(key: string, reason: string): Answer {
  return invalidArgument(`${key} was not valid for the following reason: ${reason}`);
}

/** The page shows the description only; that the code is `invalid_argument` is an assumption. */
function invalidArgument(description: string): Answer {
  return { status: 422, body: { error: 'invalid_argument', error_description: description } };
}
