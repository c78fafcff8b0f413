import type { CallOptions, Send } from './call.js';
import type { AuthType, Settings } from './options.js';
import { findUuid } from './uuid.js';
import { lost } from './verdict.js';

/** Fields by their form names: `firstName`, `emailAddress`, `resourceAccessB2b`, … Source: docs/pre-register. */
export type ProfileFields = Readonly<Record<string, string | boolean>>;

export interface PreRegisterRequest extends CallOptions {
  profileFields: ProfileFields;
  /** True sends the invitation again, and so may send a second message. Source: unify-journeys-api-pre-register. */
  resend?: boolean | undefined;
  /** These three default to the client's own. */
  locale?: string | undefined;
  redirectUri?: string | undefined;
  authType?: AuthType | undefined;
  /** The caller has taken a slot from the pacer already. */
  paced?: boolean | undefined;
}

export interface PreRegistered {
  /** 201: created, or invited again. 200: the user was there, and is linked to this client. */
  readonly status: 200 | 201;
  /** Lower case; null where the answer held none that is valid. */
  readonly uuid: string | null;
  /** Whether the status was 201. */
  readonly created: boolean;
}

/**
 * `POST /idp/v1/account/pre-register`: invites one person. An existing user answers 200 on some tenants, and 422
 * `invalid_form_fields` on others (unify-journeys-api-pre-register, response-codes-preregister).
 *
 * @throws NextIdentityError
 */
export async function preRegister(
  send: Send,
  settings: Settings,
  request: PreRegisterRequest,
): Promise<PreRegistered> {
  const locale = request.locale ?? settings.locale;
  const call = {
    name: 'pre-register',
    method: 'POST',
    path: '/idp/v1/account/pre-register',
    authorization: 'basic',
    body: {
      json: {
        client_id: settings.clientId,
        auth_type: request.authType ?? settings.authType,
        grant_type: settings.grantType,
        redirect_uri: request.redirectUri ?? settings.redirectUri,
        ...(locale === null ? {} : { locale }),
        // Left out rather than false: an invalid value is not refused, so only its absence is sure to mean "no".
        ...(request.resend === true ? { resend: yes(settings) } : {}),
        profile_fields: request.profileFields,
      },
    },
    sensitive: [request.profileFields],
    paced: request.paced ?? false,
    signal: request.signal,
  } as const;
  const { status, body } = await send(call);
  if (status !== 200 && status !== 201) {
    throw lost(call, `HTTP ${status}, which no documentation explains`, { status });
  }
  return { status, uuid: findUuid(body), created: status === 201 };
}

function yes({ resendAs }: Settings): true | 'true' {
  return resendAs === 'string' ? 'true' : true;
}
