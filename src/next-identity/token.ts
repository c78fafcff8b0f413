import type { Call, CallOptions, Send } from './call.js';
import type { AuthType, Settings } from './options.js';
import { readTokens, type TokenSet } from './token-set.js';

interface ForUser extends CallOptions {
  /** The e-mail address or the mobile number of the user. */
  userId: string;
  /** These two default to the client's own. */
  redirectUri?: string | undefined;
  authType?: AuthType | undefined;
}

export interface ExchangeCodeRequest extends ForUser {
  code: string;
  /** True records that the current terms were accepted. Source: docs/api-token. */
  legalAcceptances?: boolean | undefined;
}

export interface ExchangePinRequest extends ForUser {
  pin: string;
}

/**
 * `POST /idp/v1/account/token`, `grant_type: authorization_code`: the API's form. Five calls a minute for one user,
 * good or bad, block that user for five minutes (response-codes-token). Source: docs/api-token.
 *
 * @throws NextIdentityError
 */
export function exchangeCode(
  send: Send,
  settings: Settings,
  request: ExchangeCodeRequest,
): Promise<TokenSet> {
  const grant = {
    grant_type: 'authorization_code',
    code: request.code,
    ...(request.legalAcceptances === true ? { legal_acceptances: true } : {}),
  };
  return apiToken(send, settings, request, { grant, secret: request.code });
}

/**
 * `POST /idp/v1/account/token`, `grant_type: pin`: with the one-time PIN of an e-mail or SMS. The name of the PIN's
 * parameter is not documented; `token.pinParameter` sets it. The limit of `exchangeCode` counts here too.
 *
 * @throws NextIdentityError
 */
export function exchangePin(
  send: Send,
  settings: Settings,
  request: ExchangePinRequest,
): Promise<TokenSet> {
  const grant = { grant_type: 'pin', [settings.token.pinParameter]: request.pin };
  return apiToken(send, settings, request, { grant, secret: request.pin });
}

async function apiToken(
  send: Send,
  settings: Settings,
  request: ForUser,
  { grant, secret }: { grant: Readonly<Record<string, string | boolean>>; secret: string },
): Promise<TokenSet> {
  const call: Call = {
    name: 'token',
    method: 'POST',
    path: '/idp/v1/account/token',
    authorization: settings.token.authorization,
    body: {
      json: {
        client_id: settings.clientId,
        ...grant,
        redirect_uri: request.redirectUri ?? settings.redirectUri,
        auth_type: request.authType ?? settings.authType,
        user_id: request.userId,
      },
    },
    sensitive: [request.userId, secret],
    signal: request.signal,
  };
  return readTokens(call, await send(call));
}
