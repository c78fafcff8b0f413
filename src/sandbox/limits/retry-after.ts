import type { Settings } from '../settings.js';

/**
 * The value of a `Retry-After` header, or null where none is to be sent. Rounded up: a client that obeys it must not
 * come too early.
 *
 * @param waitMs milliseconds until a call could pass
 * @param now milliseconds since 1970
 */
export function retryAfterValue(
  form: Settings['retryAfter'],
  waitMs: number,
  now: number,
): string | null {
  switch (form) {
    case 'none':
      return null;
    case 'seconds':
      return String(Math.max(1, Math.ceil(waitMs / 1_000)));
    case 'date':
      return new Date(Math.ceil((now + waitMs) / 1_000) * 1_000).toUTCString();
  }
}
