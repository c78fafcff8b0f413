import type { Answer } from '../../http/answer.js';

/** An error of the hosted `/token` in the form of RFC 6749, section 5.2; the vendor's own is not documented. */
export function oauthError(status: 400 | 401, error: string, description: string): Answer {
  const challenge = status === 401 ? { 'www-authenticate': 'Basic realm="sandbox"' } : {};
  const headers = { 'cache-control': 'no-store', ...challenge };
  return { status, body: { error, error_description: description }, headers };
}
