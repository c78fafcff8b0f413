import type { Answer } from '../http/answer.js';
import type { ApiCall, Endpoint } from '../http/endpoint.js';
import type { World } from '../world.js';
import { checkUserToken } from './check-user-token.js';
import { claimsOf } from './claims-of.js';

/**
 * `GET /userinfo`, Bearer (unify-journeys-hosted-user-info). 401 for a wrong token; its 400 begins
 * `{"stat":"error","error":"invalid_request"`, and that it is for a call without a token is an assumption.
 */
export const userinfoEndpoint: Endpoint = {
  name: 'userinfo',
  method: 'GET',
  url: '/userinfo',
  answer: userinfo,
};

function userinfo(world: World, call: ApiCall): Answer {
  if (call.bearer === null) {
    return { status: 400, body: { stat: 'error', error: 'invalid_request' } };
  }
  const signedIn = checkUserToken(world, call);
  if (!signedIn.ok) return signedIn.answer;
  const { user, grant } = signedIn.value;
  return { status: 200, body: claimsOf(user, grant.locale) };
}
