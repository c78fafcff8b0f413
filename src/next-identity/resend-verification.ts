import { z } from 'zod';
import type { CallOptions, Send } from './call.js';
import type { AuthType, Settings } from './options.js';

export interface ResendVerificationRequest extends CallOptions {
  /** The e-mail address or the mobile number. */
  userId: string;
  /** These three default to the client's own. */
  authType?: AuthType | undefined;
  redirectUri?: string | undefined;
  locale?: string | undefined;
}

const answer = z.looseObject({ message: z.string().optional().catch(undefined) });

/**
 * `POST /idp/v1/account/resend-verification`: sends the verification message once more. It answers 200 in every state
 * of the account, and sends a message in its body for verified and for unknown users only, so the answer does not tell
 * the two apart (response-codes-resend-verification). The vendor recommends its hosted screen for people; repeated
 * requests within a tenant's window are blocked for e-mail (docs/journeys-resend-verification).
 *
 * @returns the API's own text, null where it gave none
 * @throws NextIdentityError
 */
export async function resendVerification(
  send: Send,
  settings: Settings,
  request: ResendVerificationRequest,
): Promise<{ message: string | null }> {
  const locale = request.locale ?? settings.locale;
  const { body } = await send({
    name: 'resend-verification',
    method: 'POST',
    path: '/idp/v1/account/resend-verification',
    authorization: settings.resendVerification.authorization,
    body: {
      json: {
        client_id: settings.clientId,
        auth_type: request.authType ?? settings.authType,
        grant_type: settings.grantType,
        redirect_uri: request.redirectUri ?? settings.redirectUri,
        ...(locale === null ? {} : { locale }),
        user_id: request.userId,
      },
    },
    sensitive: [request.userId],
    emptyAnswer: 'accepted',
    signal: request.signal,
  });
  return { message: answer.safeParse(body).data?.message ?? null };
}
