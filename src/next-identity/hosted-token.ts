import type { Call, CallOptions, Send } from './call.js';
import type { Settings } from './options.js';
import { readTokens, type TokenSet } from './token-set.js';

export interface ExchangeHostedCodeRequest extends CallOptions {
  code: string;
  /** PKCE, for a public client. Left out, the client authenticates with its secret. */
  codeVerifier?: string | undefined;
  /** Defaults to the client's own. */
  redirectUri?: string | undefined;
}

export interface RefreshRequest extends CallOptions {
  refreshToken: string;
}

/**
 * `POST /token`, form-encoded, `grant_type=authorization_code`: the hosted form, for a code that `/authorize` gave.
 * Source: unify-journeys-hosted-token.
 *
 * @throws NextIdentityError
 */
export function exchangeHostedCode(
  send: Send,
  settings: Settings,
  request: ExchangeHostedCodeRequest,
): Promise<TokenSet> {
  const { code, codeVerifier, signal } = request;
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: request.redirectUri ?? settings.redirectUri,
    ...(codeVerifier === undefined ? {} : { code_verifier: codeVerifier }),
  };
  const authorization = codeVerifier === undefined ? 'basic' : 'none';
  return hostedToken(send, settings, {
    form,
    authorization,
    secrets: [code, codeVerifier],
    signal,
  });
}

/**
 * `POST /token`, form-encoded, `grant_type=refresh_token`, with the client's secret.
 * Source: unify-journeys-hosted-token.
 *
 * @throws NextIdentityError
 */
export function refresh(
  send: Send,
  settings: Settings,
  { refreshToken, signal }: RefreshRequest,
): Promise<TokenSet> {
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
  const secrets = [refreshToken];
  return hostedToken(send, settings, { form, authorization: 'basic', secrets, signal });
}

async function hostedToken(
  send: Send,
  settings: Settings,
  request: {
    form: Readonly<Record<string, string>>;
    authorization: 'none' | 'basic';
    secrets: readonly (string | undefined)[];
    signal: AbortSignal | undefined;
  },
): Promise<TokenSet> {
  const call: Call = {
    name: 'token (hosted)',
    method: 'POST',
    path: '/token',
    authorization: request.authorization,
    body: { form: { client_id: settings.clientId, ...request.form } },
    sensitive: request.secrets,
    signal: request.signal,
  };
  return readTokens(call, await send(call));
}
