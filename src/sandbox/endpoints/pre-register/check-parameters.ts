import { AUTH_TYPES, type AuthType, type Client } from '../../clients.js';
import { httpException, invalidParameters, missingArgument } from '../../http/answer.js';
import { isObject } from '../../http/is-object.js';
import { checkRedirectUri, invalidValue } from '../check-redirect-uri.js';
import { checkRequired, isEmpty } from '../check-required.js';
import { type Checked, passed, refused } from '../checked.js';

/** The keys that may not be absent (response-codes-preregister). `grant_type` is required, its value is not read. */
const REQUIRED = [
  'profile_fields',
  'client_id',
  'auth_type',
  'grant_type',
  'redirect_uri',
] as const;
const NOT_EMPTY = ['client_id', 'auth_type'] as const;

/** What the body asks for, beside the person. */
export interface Parameters {
  readonly authType: AuthType;
  readonly profile: Record<string, unknown>;
  readonly resend: boolean;
  readonly redirectUri: string;
  /** Empty where there is none. */
  readonly locale: string;
}

/**
 * Checks the body's keys as response-codes-preregister lists them: an absent key is 422 "field required", an empty
 * `client_id` or `auth_type` `{"missing":"required"}`, an empty `redirect_uri` `missing_argument`; `locale`, the
 * value of `grant_type` and an invalid `resend` are never refused.
 *
 * Assumptions: null counts as empty; all absent keys are named at once; a `client_id` other than that of the
 * authorization is 403 "Forbidden", as on the sibling pages; `profile_fields` that is no object and a redirect
 * address that the client may not use are `{"invalid":"invalid value"}`, as response-codes-resend-verification has
 * it for the latter; `resend` may be true or "true", as its type is not documented.
 */
export function checkParameters(
  body: Record<string, unknown>,
  client: Client,
): Checked<Parameters> {
  const required = checkRequired(body, REQUIRED, NOT_EMPTY);
  if (!required.ok) return required;
  if (isEmpty(body.redirect_uri)) return refused(missingArgument());
  const profile = body.profile_fields;
  if (!isObject(profile)) return refused(invalidValue('profile_fields'));
  const authType = AUTH_TYPES.find((known) => known === body.auth_type);
  if (authType === undefined || !client.authTypes.includes(authType)) {
    return refused(invalidParameters({ auth_type: { invalid: 'unsupported auth_type value' } }));
  }
  if (body.client_id !== client.clientId) return refused(httpException(403, 'Forbidden'));
  const redirectUri = checkRedirectUri(client, body.redirect_uri);
  if (!redirectUri.ok) return redirectUri;
  const resend = body.resend === true || body.resend === 'true';
  const locale = typeof body.locale === 'string' ? body.locale : '';
  return passed({ authType, profile, resend, redirectUri: redirectUri.value, locale });
}
