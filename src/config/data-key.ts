import { type Environment, environmentSecret } from './find-secret.js';
import type { Secret } from './secret.js';

/** Bytes of a key for AES-256. */
const BYTES = 32;

/**
 * The operator's key that wraps the ledger's data key; null where none is set, and, with a complaint in `wrong`, where what is set
 * is no such key.
 */
export function dataKeyOfEnvironment(
  name: 'ROLLCALL_DATA_KEY' | 'ROLLCALL_DATA_KEY_OLD',
  given: Environment,
  directory: string,
  wrong: string[],
): Secret | null {
  if (given[name] === undefined && given[`${name}_FILE`] === undefined) return null;
  const secret = environmentSecret(name, given, directory, wrong);
  if (secret === null || isKey(secret.reveal())) return secret;
  wrong.push(
    `${name}: Expected ${BYTES} bytes in base64; make a key with: openssl rand -base64 ${BYTES}`,
  );
  return null;
}

/** Whether it is base64 of as many bytes, in its one form: Node would also read what is not. */
function isKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === BYTES && bytes.toString('base64') === text;
}
