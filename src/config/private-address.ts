import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { isLoopback } from './loopback.js';

/** What is said of a URL that is refused; the URL itself may be as good as a password. */
export const PRIVATE_ADDRESS =
  'Expected a host on the public internet, and this is a private address: if it is meant, set "allowPrivateAddresses": true beside it';

export const allowPrivateAddresses = z
  .boolean({ error: 'Expected true or false' })
  .exactOptional()
  .describe('Whether the host may have a private address. Default: this machine only.');

/** Addresses that lead into some network of one's own, to this machine, or nowhere (IANA's registries of special-purpose addresses). */
const IPV4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Shared between customers of one provider, and where some clouds have their metadata (100.100.100.200).
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local, with the metadata of most clouds (169.254.169.254).
  ['169.254.0.0', 16],
  // Public by its number, and answered within Azure only.
  ['168.63.129.16', 32],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const IPV6: readonly (readonly [network: string, bits: number])[] = [
  // Nowhere, this machine, and IPv4 addresses in a form that is out of use.
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const blocked = new BlockList();
for (const [network, bits] of IPV4) {
  // Counts for the same address written as IPv6 (`::ffff:10.0.0.1`) too.
  blocked.addSubnet(network, bits, 'ipv4');
  // What a gateway from IPv6 to IPv4 makes of it (RFC 6052).
  blocked.addSubnet(`64:ff9b::${network}`, 96 + bits, 'ipv6');
}
for (const [network, bits] of IPV6) blocked.addSubnet(network, bits, 'ipv6');

/** Whether an address, as a name look-up brings it, is none of the public internet. What is no address counts as private. */
export function isPrivateAddress(address: string): boolean {
  const [plain = ''] = address.split('%');
  const family = isIP(plain);
  return family === 0 || blocked.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Whether the host of a URL may be connected to as far as the URL tells; what a name leads to shows when it is looked up
 * (`publicLookup`). This machine, named as such, always may.
 */
export function mayLeadTo(url: string, isAllowed = false): boolean {
  // The parser brings every spelling of an IPv4 address to dotted form, and the shortest of IPv6.
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  return isAllowed || isLoopback(host) || isIP(host) === 0 || !isPrivateAddress(host);
}
