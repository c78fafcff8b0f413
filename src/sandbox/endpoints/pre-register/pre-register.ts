import { type Answer, invalidFormField } from '../../http/answer.js';
import type { ApiCall, Endpoint } from '../../http/endpoint.js';
import type { World } from '../../world.js';
import { checkAuthorization } from '../check-authorization.js';
import { readJsonObject } from '../read-json-object.js';
import { checkIdentifier } from './check-identifier.js';
import { checkParameters } from './check-parameters.js';

/**
 * `POST /idp/v1/account/pre-register` (unify-journeys-api-pre-register): 201 with the uuid for a new user and for a
 * resend; an existing user by the setting `existingUser`.
 *
 * Each check either answers or passes on what it read. The order of the checks is an assumption: no page tells
 * what comes first where two things are wrong.
 */
export const preRegisterEndpoint: Endpoint = {
  name: 'pre-register',
  method: 'POST',
  url: '/idp/v1/account/pre-register',
  answer: preRegister,
};

function preRegister(world: World, call: ApiCall): Answer {
  const body = readJsonObject(call);
  if (!body.ok) return body.answer;
  const client = checkAuthorization(world, call.basic);
  if (!client.ok) return client.answer;
  const parameters = checkParameters(body.value, client.value);
  if (!parameters.ok) return parameters.answer;
  const { authType, profile, resend } = parameters.value;
  const identifier = checkIdentifier(authType, profile);
  if (!identifier.ok) return identifier.answer;

  const { existingUser, uuidTrailingSpace } = world.settings;
  const registered = world.users.preRegister({
    client: client.value,
    authType,
    identifier: identifier.value.normalised,
    profile,
    resend,
    existingUser,
  });
  if (registered.kind === 'in-use') {
    return invalidFormField(identifier.value.field, `${identifier.value.noun} is already in use.`);
  }
  const uuid = uuidTrailingSpace ? `${registered.uuid} ` : registered.uuid;
  return { status: registered.kind === 'existing' ? 200 : 201, body: { uuid } };
}
