import {
  type Answer,
  httpException,
  invalidFormField,
  invalidParameters,
} from '../../http/answer.js';
import type { ApiCall, Endpoint } from '../../http/endpoint.js';
import { isObject } from '../../http/is-object.js';
import type { World } from '../../world.js';
import { invalidValue } from '../check-redirect-uri.js';
import { checkRequired, isEmpty } from '../check-required.js';
import { checkUserToken } from '../check-user-token.js';
import { identifierFields, isAddress } from '../pre-register/check-identifier.js';
import { readJsonObject } from '../read-json-object.js';

/**
 * `PUT /idp/v1/account/profile`, Bearer (response-codes-profile-put): `{"stat":"ok"}`, also with a wrong `client_id`
 * in the URL, with an address of nobody, and with a wrong or absent `locale`.
 *
 * Assumptions: fields that are not named stay as they are; the address or number that the user activated with is
 * checked and then stays as well, as the vendor verifies a new one first.
 */
export const putProfileEndpoint: Endpoint = {
  name: 'profile-put',
  method: 'PUT',
  url: '/idp/v1/account/profile',
  answer: putProfile,
};

function putProfile(world: World, call: ApiCall): Answer {
  const body = readJsonObject(call);
  if (!body.ok) return body.answer;
  const signedIn = checkUserToken(world, call);
  if (!signedIn.ok) return signedIn.answer;
  const { user, grant } = signedIn.value;
  const required = checkRequired(body.value, ['client_id', 'profile_fields'], []);
  if (!required.ok) return required.answer;
  if (body.value.client_id !== grant.clientId) return httpException(403, 'Forbidden');
  const fields = body.value.profile_fields;
  if (!isObject(fields)) return invalidValue('profile_fields');
  const wrong = checkFields(fields);
  if (wrong !== null) return wrong;
  const own = identifierFields(user.authType);
  for (const [name, value] of Object.entries(fields)) {
    if (!own.includes(name)) user.profile[name] = value;
  }
  return { status: 200, body: { stat: 'ok' } };
}

function checkFields(fields: Readonly<Record<string, unknown>>): Answer | null {
  if (Object.hasOwn(fields, 'firstName') && isEmpty(fields.firstName)) {
    return invalidParameters({ firstName: { missing: 'required' } });
  }
  if (!Object.hasOwn(fields, 'emailAddress')) return null;
  if (isEmpty(fields.emailAddress)) return invalidParameters({ emailAddress: ['required.'] });
  return isAddress(fields.emailAddress)
    ? null
    : invalidFormField('emailAddress', 'Email address is not formatted correctly.');
}
