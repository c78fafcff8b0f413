import { type Answer, httpException } from '../../http/answer.js';
import type { ApiCall, Endpoint } from '../../http/endpoint.js';
import type { World } from '../../world.js';
import { checkUserToken } from '../check-user-token.js';

/**
 * `GET /idp/v1/account/profile?client_id=…`, Bearer, scoped to the client (docs page api-profile).
 *
 * Assumptions: the profile stands under `profile_fields`, with form names as PUT takes them, beside the `uuid`; a
 * `client_id` that is not the token's is 403.
 */
export const getProfileEndpoint: Endpoint = {
  name: 'profile-get',
  method: 'GET',
  url: '/idp/v1/account/profile',
  answer: getProfile,
};

function getProfile(world: World, call: ApiCall): Answer {
  const signedIn = checkUserToken(world, call);
  if (!signedIn.ok) return signedIn.answer;
  const { user, grant } = signedIn.value;
  if (call.query.client_id !== grant.clientId) return httpException(403, 'Forbidden');
  return { status: 200, body: { stat: 'ok', uuid: user.uuid, profile_fields: user.profile } };
}
