import type { Client } from '../../clients.js';
import { type Answer, missingArgument } from '../../http/answer.js';
import type { ApiCall, Endpoint } from '../../http/endpoint.js';
import type { MessageKind } from '../../messages/message.js';
import { sendMessage, withinResendWindow } from '../../messages/send-message.js';
import type { User } from '../../users/user.js';
import type { World } from '../../world.js';
import { checkAuthType } from '../check-auth-type.js';
import { checkClientId } from '../check-client-id.js';
import { checkRedirectUri } from '../check-redirect-uri.js';
import { checkRequired, isEmpty } from '../check-required.js';
import { readJsonObject } from '../read-json-object.js';
import { resendRefused } from '../resend-refused.js';
import { textOf } from '../text-of.js';

const REQUIRED = ['client_id', 'auth_type', 'user_id', 'redirect_uri'] as const;
const NOT_EMPTY = ['client_id', 'auth_type', 'user_id'] as const;
const ON_RECORD = 'An email has been sent to the address on record.';

/**
 * `POST /idp/v1/account/resend-verification` (response-codes-resend-verification): 200 in every state of the account.
 * Who has activated and who is unknown get the same words and no message, so that the answer tells nobody apart; who
 * has not activated gets the message, and an answer without those words. `locale` and `grant_type` are never refused.
 *
 * No authorization is asked for: a public client of the API sends none. Assumptions: a success has `"stat": "ok"`,
 * and the words stand under `message`.
 */
export const resendVerificationEndpoint: Endpoint = {
  name: 'resend-verification',
  method: 'POST',
  url: '/idp/v1/account/resend-verification',
  answer: resendVerification,
};

function resendVerification(world: World, call: ApiCall): Answer {
  const body = readJsonObject(call);
  if (!body.ok) return body.answer;
  const { client_id, auth_type, user_id, redirect_uri, locale } = body.value;
  const required = checkRequired(body.value, REQUIRED, NOT_EMPTY);
  if (!required.ok) return required.answer;
  if (isEmpty(redirect_uri)) return missingArgument();
  const client = checkClientId(world, client_id);
  if (!client.ok) return client.answer;
  const authType = checkAuthType(client.value, auth_type);
  if (!authType.ok) return authType.answer;
  const redirectUri = checkRedirectUri(client.value, redirect_uri);
  if (!redirectUri.ok) return redirectUri.answer;

  const user = world.users.find(textOf(user_id), [authType.value]);
  if (user === undefined || user.activatedAt !== null) {
    return { status: 200, body: { stat: 'ok', message: ON_RECORD } };
  }
  const destination = {
    redirectUri: redirectUri.value,
    locale: typeof locale === 'string' ? locale : '',
  };
  const kind = world.settings.verification === 'pin' ? 'pin' : 'activation';
  return resend(world, { user, client: client.value, kind, ...destination });
}

/** What is to be sent again, and where its link leads. */
export interface Resend {
  readonly user: User;
  readonly client: Client;
  readonly kind: MessageKind;
  readonly redirectUri: string;
  readonly locale: string;
}

/** Sends the verification again, unless the window blocks it; the hosted screens do it in the same way. */
export function resend(world: World, request: Resend): Answer {
  const { user, client, kind, redirectUri, locale } = request;
  const now = world.clock.now();
  const { resendWindow } = world.settings;
  const sent: Answer = { status: 200, body: { stat: 'ok' } };
  if (resendWindow !== null && withinResendWindow(resendWindow, { user, client, now })) {
    return resendWindow.answer === 200 ? sent : resendRefused(resendWindow.answer);
  }
  const { clientId } = client;
  const ordinal = world.users.countMessage(user, clientId, now);
  sendMessage(world, 'resendVerification', { user, clientId, redirectUri, locale, ordinal, kind });
  return sent;
}
