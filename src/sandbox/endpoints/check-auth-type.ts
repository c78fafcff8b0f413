import { AUTH_TYPES, type AuthType, type Client } from '../clients.js';
import { invalidParameters } from '../http/answer.js';
import { type Checked, passed, refused } from './checked.js';

/** The auth type, if the client uses it; else 422 in the words of response-codes-resend-verification. */
export function checkAuthType({ authTypes }: Client, value: unknown): Checked<AuthType> {
  const authType = AUTH_TYPES.find((known) => known === value);
  return authType === undefined || !authTypes.includes(authType)
    ? refused(invalidParameters({ auth_type: { invalid: 'unsupported auth_type value' } }))
    : passed(authType);
}
