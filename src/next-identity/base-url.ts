import { isLoopback } from '../config/loopback.js';
import { mayLeadTo } from '../config/private-address.js';
import { RollcallError } from '../observe/rollcall-error.js';

/** Where the API lives: `origin` has no trailing slash, `pathPrefix` is empty or starts with one. */
export interface BaseUrl {
  readonly origin: string;
  readonly pathPrefix: string;
}

/**
 * Reads the base URL of a tenant, such as `https://id.eu.nextreason.com`. A path is kept as a prefix of every call.
 *
 * @throws RollcallError `next_identity_base_url` when it is no URL, carries credentials, a query or a fragment, is
 * neither https nor loopback, or is a private address that is not allowed: every call carries a secret and a person's data.
 */
export function parseBaseUrl(text: string, allowPrivateAddresses = false): BaseUrl {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw refused('it is not an http(s) URL');
  }
  // The parser has already brought every spelling of an IPv4 address (decimal, octal, short) to dotted form.
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refused('http is allowed to this machine only, as every call carries a secret');
  }
  if (!mayLeadTo(text, allowPrivateAddresses)) {
    throw refused('it is a private address, and allowPrivateAddresses is not set');
  }
  if (url.username !== '' || url.password !== '') throw refused('it contains credentials');
  if (url.search !== '' || url.hash !== '') throw refused('it contains a query or a fragment');
  return { origin: url.origin, pathPrefix: url.pathname.replace(/\/+$/, '') };
}

/** The URL itself stays out of the message, as it may be the one with a password in it. */
function refused(why: string): RollcallError {
  return new RollcallError(
    'next_identity_base_url',
    `The base URL of Next Identity cannot be used: ${why}. Expected something like https://id.eu.nextreason.com.`,
  );
}
