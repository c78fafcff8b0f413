import type { Identity } from '../ledger/suppression.js';
import type { Whom } from '../ledger/whom.js';
import { nameOf } from '../roster/index.js';

/** Whom a text names; null where it is neither a uuid, nor an e-mail address, nor a phone number with its country code. */
export function whomOf(text: string): Whom | null {
  const name = nameOf(text);
  if (name === null || 'uuid' in name) return name;
  return identityOf(name.identifier);
}

/** How the ledger knows somebody of an address in lower case or a number in E.164. */
export function identityOf(identifier: string): Identity {
  return { authType: identifier.includes('@') ? 'email' : 'sms', identifier };
}
