import type { Client } from '../../clients.js';
import type { Answer } from '../../http/answer.js';
import { isFormType } from '../../http/content-type.js';
import type { ApiCall, Endpoint } from '../../http/endpoint.js';
import type { World } from '../../world.js';
import { type Checked, passed, refused } from '../checked.js';
import { idToken } from './id-token.js';
import { type Holder, issueTokens } from './issue-tokens.js';
import { oauthError } from './oauth-error.js';
import { redeemCode } from './redeem.js';

/** RFC 7636: 43 to 128 unreserved characters. */
const VERIFIER = /^[\w.~-]{43,128}$/;

/**
 * `POST /token`, form-encoded (unify-journeys-hosted-token): `authorization_code`, with Basic authorization or a
 * `code_verifier`, and `refresh_token`. Gives `id_token`, `access_token` and `refresh_token`.
 *
 * Assumptions, as no page shows them: `expires_in` in seconds, and the errors of RFC 6749.
 */
export const hostedTokenEndpoint: Endpoint = {
  name: 'hosted-token',
  method: 'POST',
  url: '/token',
  answer: hostedToken,
};

function hostedToken(world: World, call: ApiCall): Answer | Promise<Answer> {
  if (!isFormType(call.contentType)) {
    return oauthError(400, 'invalid_request', 'Expected application/x-www-form-urlencoded.');
  }
  const form = new URLSearchParams(call.body);
  const client = checkClient(world, call, form);
  if (!client.ok) return client.answer;
  const holder = redeem(world, client.value, form);
  return holder.ok ? answerWith(world, holder.value) : holder.answer;
}

function checkClient(world: World, { basic }: ApiCall, form: URLSearchParams): Checked<Client> {
  const claimed = basic?.clientId ?? form.get('client_id');
  const client = claimed === null ? undefined : world.clients.get(claimed);
  const named = form.get('client_id') ?? claimed;
  const proven =
    basic === null
      ? VERIFIER.test(form.get('code_verifier') ?? '')
      : basic.secret === client?.secret && named === client.clientId;
  if (client === undefined || !proven) {
    return refused(oauthError(401, 'invalid_client', 'Expected Basic authorization, or PKCE.'));
  }
  return passed(client);
}

function redeem(world: World, client: Client, form: URLSearchParams): Checked<Holder> {
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const redirectUri = form.get('redirect_uri') ?? '';
      const verifier = form.get('code_verifier');
      const place = { client, redirectUri };
      return granted(redeemCode(world, form.get('code') ?? '', place, null, verifier));
    }
    case 'refresh_token': {
      const grant = world.grants.readRefreshToken(form.get('refresh_token') ?? '');
      return granted(grant?.clientId === client.clientId ? grant : null);
    }
    default:
      return refused(
        oauthError(
          400,
          'unsupported_grant_type',
          'Expected authorization_code or refresh_token as grant_type.',
        ),
      );
  }
}

function granted(holder: Holder | null): Checked<Holder> {
  return holder === null
    ? refused(oauthError(400, 'invalid_grant', 'It is wrong, expired, or used already.'))
    : passed(holder);
}

async function answerWith(world: World, holder: Holder): Promise<Answer> {
  const tokens = issueTokens(world, holder);
  const expires_in = Math.floor(world.settings.accessTokenLifetimeMs / 1_000);
  const id_token = await idToken(world, holder);
  const headers = { 'cache-control': 'no-store' };
  return { status: 200, body: { ...tokens, expires_in, id_token }, headers };
}
