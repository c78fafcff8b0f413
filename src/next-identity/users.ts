import { z } from 'zod';
import type { CallOptions, Send } from './call.js';
import type { Settings } from './options.js';
import type { Attributes } from './profile.js';
import { lost } from './verdict.js';

export interface FindUsersRequest extends CallOptions {
  /** Over store names, such as `email='ann@example.com'`; `attributeEquals` writes one. */
  filter: string;
  /** Store names of what to return: `uuid`, `givenName`, `familyName`, `email`, `mobileNumber`, … */
  attributes: readonly string[];
  /** Further query parameters, for a tenant that takes any (paging is not documented). */
  parameters?: Readonly<Record<string, string>> | undefined;
}

/** The user is addressed by uuid, or by another attribute that identifies one. */
export type UpdateUserRequest = CallOptions & {
  /** By their store names. */
  attributes: Attributes;
} & ({ uuid: string } | { keyProperty: string; keyValue: string });

const found = z.array(z.looseObject({}));

/**
 * `GET /idp/v1/account/users/find`: the users that match. It needs a direct access client; login clients are refused.
 *
 * An answer without a list is `lost` and not "nobody": taken for nobody, it would invite a person again.
 * Sources: docs/api-direct-database-calls, response-code-users-find; `query_filter` and `results` from the vendor's
 * own integration.
 *
 * @throws NextIdentityError
 */
export async function findUsers(
  send: Send,
  settings: Settings,
  request: FindUsersRequest,
): Promise<readonly Attributes[]> {
  const { filterParameter, resultsKey } = settings.usersFind;
  const call = {
    name: 'users/find',
    method: 'GET',
    path: '/idp/v1/account/users/find',
    query: {
      ...request.parameters,
      client_id: settings.clientId,
      [filterParameter]: request.filter,
      attributes: JSON.stringify(request.attributes),
    },
    authorization: 'basic',
    sensitive: [request.filter, quotedIn(request.filter)],
    tellsPart: true,
    signal: request.signal,
  } as const;
  const { status, body } = await send(call);
  const answer = z.looseObject({ [resultsKey]: found }).safeParse(body);
  if (!answer.success) {
    throw lost(call, `HTTP ${status} without a list under "${resultsKey}"`, { status });
  }
  return found.parse(answer.data[resultsKey]);
}

/**
 * `/idp/v1/account/users/update`: changes one user's attributes, such as `resourceAccess*`. It needs a direct access
 * client. Method and names are not documented in full; `usersUpdate` sets them. Source: response-code-users-update.
 *
 * @throws NextIdentityError
 */
export async function updateUser(
  send: Send,
  settings: Settings,
  request: UpdateUserRequest,
): Promise<void> {
  const { method, fieldsParameter, keyValueParameter } = settings.usersUpdate;
  const key =
    'uuid' in request
      ? { uuid: request.uuid }
      : { key_property: request.keyProperty, [keyValueParameter]: request.keyValue };
  await send({
    name: 'users/update',
    method,
    path: '/idp/v1/account/users/update',
    authorization: 'basic',
    body: {
      json: { client_id: settings.clientId, ...key, [fieldsParameter]: request.attributes },
    },
    sensitive: [request.attributes, 'uuid' in request ? request.uuid : request.keyValue],
    tellsPart: true,
    emptyAnswer: 'accepted',
    signal: request.signal,
  });
}

/** The texts between quotes of a filter: the persons it asks for. */
function quotedIn(filter: string): string[] {
  return [...filter.matchAll(/'([^']*)'|"([^"]*)"/g)].map(
    ([, single, double]) => single ?? double ?? '',
  );
}
