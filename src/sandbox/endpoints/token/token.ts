import type { AuthType, Client } from '../../clients.js';
import {
  type Answer,
  httpException,
  invalidParameters,
  missingArgument,
} from '../../http/answer.js';
import type { ApiCall, Endpoint } from '../../http/endpoint.js';
import { tooManyRequests } from '../../http/too-many-requests.js';
import type { World } from '../../world.js';
import { checkAuthType } from '../check-auth-type.js';
import { checkAuthorization } from '../check-authorization.js';
import { checkClientId } from '../check-client-id.js';
import { checkRedirectUri } from '../check-redirect-uri.js';
import { checkRequired, isEmpty } from '../check-required.js';
import { readJsonObject } from '../read-json-object.js';
import { textOf } from '../text-of.js';
import { issueTokens } from './issue-tokens.js';
import { redeemCode, redeemPin } from './redeem.js';

const KEYS = ['client_id', 'grant_type', 'redirect_uri', 'auth_type', 'user_id'] as const;
const NOT_EMPTY = ['client_id', 'auth_type', 'user_id'] as const;
/** Each form of the call, and the key that holds what is exchanged. No page shows the name of the PIN's. */
const GRANT_KEYS = new Map([
  ['authorization_code', 'code'],
  ['pin', 'pin'],
]);

/**
 * `POST /idp/v1/account/token`, JSON (docs page api-token, response-codes-token): a code or a PIN for an access and a
 * refresh token; 403 "Forbidden" for a wrong one. Five calls in a minute for one user, good or bad, then 429.
 *
 * No authorization is asked for; if there is a Basic one, it has to be right.
 */
export const tokenEndpoint: Endpoint = {
  name: 'token',
  method: 'POST',
  url: '/idp/v1/account/token',
  answer: token,
};

function token(world: World, call: ApiCall): Answer {
  const body = readJsonObject(call);
  if (!body.ok) return body.answer;
  const waitMs = takeTurn(world, body.value);
  if (waitMs > 0) return tooManyRequests(world, waitMs);
  const required = checkRequired(body.value, KEYS, NOT_EMPTY);
  if (!required.ok) return required.answer;
  const grantKey = GRANT_KEYS.get(textOf(body.value.grant_type));
  if (grantKey === undefined) return invalidParameters({ grant_type: { invalid: 'unsupported' } });
  const proof = checkRequired(body.value, [grantKey], [grantKey]);
  if (!proof.ok) return proof.answer;
  if (isEmpty(body.value.redirect_uri)) return missingArgument();
  if (call.authorized) {
    const authorization = checkAuthorization(world, call.basic);
    if (!authorization.ok) return authorization.answer;
  }
  const client = checkClientId(world, body.value.client_id);
  if (!client.ok) return client.answer;
  const authType = checkAuthType(client.value, body.value.auth_type);
  if (!authType.ok) return authType.answer;
  const redirectUri = checkRedirectUri(client.value, body.value.redirect_uri);
  if (!redirectUri.ok) return redirectUri.answer;
  return exchange(world, {
    client: client.value,
    authType: authType.value,
    userId: textOf(body.value.user_id),
    redirectUri: redirectUri.value,
    grantKey,
    proof: textOf(body.value[grantKey]),
    acceptsTerms: body.value.legal_acceptances === true,
  });
}

interface Exchange {
  readonly client: Client;
  readonly authType: AuthType;
  readonly userId: string;
  readonly redirectUri: string;
  readonly grantKey: string;
  readonly proof: string;
  readonly acceptsTerms: boolean;
}

function exchange(world: World, request: Exchange): Answer {
  const { client, authType, userId, redirectUri, grantKey, proof, acceptsTerms } = request;
  const user = world.users.find(userId, [authType]);
  if (user === undefined) return httpException(403, 'Forbidden');
  const place = { client, redirectUri };
  const holder =
    grantKey === 'pin'
      ? redeemPin(world, proof, { user, client })
      : redeemCode(world, proof, place, user);
  if (holder === null) return httpException(403, 'Forbidden');
  if (acceptsTerms) user.termsAcceptedAt = world.clock.now();
  return { status: 200, body: issueTokens(world, holder) };
}

/** Counted by the user whom the call names, whether or not there is one; by the client where it names nobody. */
function takeTurn(world: World, { user_id, client_id }: Record<string, unknown>): number {
  const user = isEmpty(user_id)
    ? `client ${textOf(client_id)}`
    : `user ${textOf(user_id).toLowerCase()}`;
  return world.tokenLimit.take(user, world.settings.tokenLimit, world.clock.now());
}
