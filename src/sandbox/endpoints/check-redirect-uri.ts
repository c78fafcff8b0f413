import type { Client } from '../clients.js';
import { invalidParameters } from '../http/answer.js';
import { type Checked, passed, refused } from './checked.js';

/** Schemes that run what they hold: the screens link to this address, and no application lives there. */
const RUNS = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:']);

/**
 * Where the journey may lead: an address of the client's list, or any where it has none. Wrong is 422
 * `{"redirect_uri":{"invalid":"invalid value"}}` (response-codes-resend-verification).
 */
export function checkRedirectUri({ redirectUris }: Client, address: unknown): Checked<string> {
  if (typeof address !== 'string' || !URL.canParse(address)) {
    return refused(invalidValue('redirect_uri'));
  }
  const allowed = redirectUris?.includes(address) ?? true;
  return allowed && !RUNS.has(new URL(address).protocol)
    ? passed(address)
    : refused(invalidValue('redirect_uri'));
}

/** 422 for a value that is of the wrong kind. */
export function invalidValue(key: string) {
  return invalidParameters({ [key]: { invalid: 'invalid value' } });
}
