import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isLoopback } from './loopback.js';
import { isPrivateAddress } from './private-address.js';

/** The `code` of the error with which a connection ends whose name leads to a private address. */
export const PRIVATE_ADDRESS_CODE = 'PRIVATE_ADDRESS';

/**
 * For the options of a connection: a name look-up that fails where one of the addresses is private. It is asked for every
 * connection, and the connection is made to what was looked at, so that a name that leads elsewhere the second time
 * does not get past. Nothing for this machine, and where private addresses are allowed. Addresses that stand in the URL
 * itself are looked up by nobody: `mayLeadTo` is for these.
 */
export function publicLookup(host: string, isAllowed = false): { lookup?: LookupFunction } {
  return isAllowed || isLoopback(host) ? {} : { lookup };
}

const lookup: LookupFunction = (host, options, answer) => {
  dns.lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return answer(error, '');
    if (addresses.some(({ address }) => isPrivateAddress(address))) return answer(refused(), '');
    if (options.all === true) return answer(null, addresses);
    const { address = '', family = 0 } = addresses[0] ?? {};
    answer(null, address, family);
  });
};

function refused(): NodeJS.ErrnoException {
  return Object.assign(new Error('the name leads to a private address'), {
    code: PRIVATE_ADDRESS_CODE,
  });
}
