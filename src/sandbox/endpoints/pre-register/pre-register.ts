import { type Answer, invalidFormField } from '../../http/answer.js';
import type { ApiCall, Endpoint } from '../../http/endpoint.js';
import { sendMessage } from '../../messages/send-message.js';
import type { World } from '../../world.js';
import { checkAuthorization } from '../check-authorization.js';
import { passed } from '../checked.js';
import { readJsonObject } from '../read-json-object.js';
import { checkIdentifier } from './check-identifier.js';
import { checkParameters } from './check-parameters.js';
import { checkResend } from './check-resend.js';

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

const MAY_RESEND = passed(true);

/** Objects are written out, not spread: measured, four spreads are half of the time that a call takes here. */
function preRegister(world: World, call: ApiCall): Answer {
  const body = readJsonObject(call);
  if (!body.ok) return body.answer;
  const client = checkAuthorization(world, call.basic);
  if (!client.ok) return client.answer;
  const parameters = checkParameters(body.value, client.value);
  if (!parameters.ok) return parameters.answer;
  const { authType, profile, resend, redirectUri, locale } = parameters.value;
  const identifier = checkIdentifier(authType, profile);
  if (!identifier.ok) return identifier.answer;

  const { field, noun, normalised } = identifier.value;
  const { existingUser } = world.settings;
  const now = world.clock.now();
  const mayResend = resend
    ? checkResend(world, { client: client.value, authType, identifier: normalised, now })
    : MAY_RESEND;
  if (!mayResend.ok) return mayResend.answer;
  const { kind, user, message } = world.users.preRegister({
    client: client.value,
    authType,
    identifier: normalised,
    now,
    profile,
    resend,
    existingUser,
    mayResend: mayResend.value,
  });
  if (kind === 'in-use') return invalidFormField(field, `${noun} is already in use.`);
  const { clientId } = client.value;
  if (kind === 'created') {
    world.webhooks.emit({ occasion: 'userCreated', user, clientId, link: null });
  }
  if (message > 0) {
    sendMessage(world, 'preRegistration', {
      kind: 'activation',
      user,
      clientId,
      redirectUri,
      locale,
      ordinal: message,
    });
  }
  const uuid = world.settings.uuidTrailingSpace ? `${user.uuid} ` : user.uuid;
  return { status: kind === 'existing' ? 200 : 201, body: { uuid } };
}
