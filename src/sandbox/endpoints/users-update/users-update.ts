import { type Answer, invalidParameters } from '../../http/answer.js';
import type { ApiCall, Endpoint } from '../../http/endpoint.js';
import { isObject } from '../../http/is-object.js';
import { formName } from '../../users/names.js';
import type { User } from '../../users/user.js';
import type { World } from '../../world.js';
import { checkDirectAccess } from '../check-direct-access.js';
import { checkRequired } from '../check-required.js';
import { identifierFields } from '../pre-register/check-identifier.js';
import { readJsonObject } from '../read-json-object.js';
import { addressedUser } from './addressed-user.js';

/** Keys of the call itself; `auth_type`, `grant_type` and `redirect_uri` are ignored (response-code-users-update). */
const NOT_FIELDS = new Set([
  'client_id',
  'uuid',
  'key_property',
  'key_value',
  'value',
  'attributes',
  'profile_fields',
  'auth_type',
  'grant_type',
  'redirect_uri',
]);

/**
 * `/idp/v1/account/users/update` (response-code-users-update): changes attributes of the user with this `uuid`, or
 * whose `key_property` has this value.
 *
 * Assumptions, as neither method nor names are shown: POST, PUT and PATCH do the same; the fields stand under
 * `profile_fields` or `attributes` or beside the key, by their form or store names; the value of `key_property` is
 * `key_value` or `value`; a success is `{"stat":"ok"}`; the address or number that the user signs in with stays.
 */
export const usersUpdateEndpoint: Endpoint = {
  name: 'users-update',
  method: ['POST', 'PUT', 'PATCH'],
  url: '/idp/v1/account/users/update',
  answer: usersUpdate,
};

function usersUpdate(world: World, call: ApiCall): Answer {
  const body = readJsonObject(call);
  if (!body.ok) return body.answer;
  const required = checkRequired(body.value, ['client_id'], ['client_id']);
  if (!required.ok) return required.answer;
  const client = checkDirectAccess(world, call, body.value.client_id);
  if (!client.ok) return client.answer;
  const user = addressedUser(world, body.value);
  if (!user.ok) return user.answer;
  for (const key of ['profile_fields', 'attributes'] as const) {
    const fields = body.value[key];
    if (fields !== undefined && !isObject(fields)) {
      return invalidParameters({ [key]: { invalid: 'invalid value' } });
    }
    if (fields !== undefined) change(user.value, Object.entries(fields));
  }
  change(
    user.value,
    Object.entries(body.value).filter(([name]) => !NOT_FIELDS.has(name)),
  );
  return { status: 200, body: { stat: 'ok' } };
}

function change(user: User, fields: readonly (readonly [string, unknown])[]): void {
  const own = identifierFields(user.authType);
  for (const [name, value] of fields) {
    const form = formName(name, user.profile);
    if (!own.includes(form)) user.profile[form] = value;
  }
}
