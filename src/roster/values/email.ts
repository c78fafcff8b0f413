import { domainToASCII } from 'node:url';
import { bareAddress } from './bare-address.js';
import type { Reading } from './reading.js';

/** RFC 5321: the part before the @ has at most 64 characters, the whole at most 254. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

const ASCII = /^[ -~]*$/;
const LOCAL_CHARACTERS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+$/i;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const DIGITS = /^\d+$/;
const BLANK = /[\s\u200b\ufeff]/;

/**
 * Nearly every address, read at one go; whatever does not match is read step by step, to say what is wrong. Needs its length
 * checked besides.
 */
const ORDINARY =
  /^([a-z0-9_'+-]+(?:\.[a-z0-9_'+-]+)*)@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** In an international domain it would be hidden by the ASCII form. */
const OUTER_HYPHEN = /(?:^|\.)-|-(?:\.|$)/;

const BAD_DOMAIN = 'The e-mail address has a character after the @ that no domain has there.';

const TOO_LONG: Reading<string> = {
  code: 'value.too_long',
  reason: `The e-mail address has over ${MAX_ADDRESS} characters.`,
};

/**
 * Reads one address as people have them: with or without a name or `mailto:` around it, but no quoted local parts, no
 * comments, no bare host names. The domain may be international and becomes its ASCII form; the whole becomes lower case,
 * as Next Identity's users are matched by it.
 */
export function readEmail(cell: string): Reading<string> {
  const ordinary = cell.length <= MAX_ADDRESS ? ORDINARY.exec(cell)?.[1] : undefined;
  if (ordinary !== undefined && ordinary.length <= MAX_LOCAL) return { value: cell.toLowerCase() };
  return readUnusual(bareAddress(cell));
}

function readUnusual(text: string): Reading<string> {
  const at = text.indexOf('@');
  if (at === -1) return malformed('The e-mail address has no @.');
  const secondAt = text.indexOf('@', at + 1);
  if (secondAt === at + 1) return malformed('The e-mail address has two @ in a row.');
  if (secondAt !== -1) return severalOrMalformed(text);
  if (BLANK.test(text)) return malformed('The e-mail address has a space in it.');
  if (text.length > MAX_ADDRESS) return TOO_LONG;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  const reason = wrongLocal(local) ?? wrongDots(domain, 'after the @');
  if (reason !== undefined) return malformed(reason);
  if (OUTER_HYPHEN.test(domain)) return malformed(BAD_DOMAIN);
  const host = ASCII.test(domain) ? domain : domainToASCII(domain);
  const address = `${local}@${host}`.toLowerCase();
  // An international domain is longer in ASCII than it was written.
  return wrongHost(host) ?? (address.length > MAX_ADDRESS ? TOO_LONG : { value: address });
}

function severalOrMalformed(text: string): Reading<string> {
  const parts = text.split(/[\s,;/|]+/).filter((part) => part.includes('@'));
  if (parts.length > 1) return { code: 'email.several' };
  return malformed('The e-mail address has more than one @.');
}

function wrongLocal(local: string): string | undefined {
  if (local.length > MAX_LOCAL) {
    return `The e-mail address has over ${MAX_LOCAL} characters before the @.`;
  }
  const dots = wrongDots(local, 'before the @');
  if (dots !== undefined) return dots;
  if (!ASCII.test(local)) {
    return 'The e-mail address has an accented or other special letter before the @.';
  }
  if (!LOCAL_CHARACTERS.test(local)) {
    return 'The e-mail address has a character before the @ that is not allowed there.';
  }
  return undefined;
}

function wrongDots(part: string, where: string): string | undefined {
  if (part === '') return `The e-mail address has nothing ${where}.`;
  if (part.startsWith('.'))
    return `The e-mail address has a dot at the beginning of what is ${where}.`;
  if (part.endsWith('.')) return `The e-mail address has a dot at the end of what is ${where}.`;
  if (part.includes('..')) return `The e-mail address has two dots in a row ${where}.`;
  return undefined;
}

/** The problem with a domain in its ASCII form, which is empty where an international one is not valid. */
function wrongHost(host: string): Reading<string> | undefined {
  const labels = host.split('.');
  if (!labels.every((label) => LABEL.test(label))) {
    return malformed(BAD_DOMAIN);
  }
  if (labels.length < 2) return malformed('The e-mail address has no dot after the @.');
  if (DIGITS.test(labels.at(-1) ?? '')) {
    return malformed('The e-mail address ends in a number and not in a domain such as .com.');
  }
  return undefined;
}

function malformed(reason: string): Reading<string> {
  return { code: 'email.malformed', reason };
}
