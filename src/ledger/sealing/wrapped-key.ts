import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Secret } from '../../config/secret.js';
import { RollcallError } from '../../observe/rollcall-error.js';
import { DataKey } from './data-key.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Of the way in which keys are wrapped, should there be another one some day. */
const VERSION = 1;

/**
 * A data key as the ledger keeps it: wrapped by the operator's key, by AES-256-GCM with a random nonce, and bound to its id.
 *
 * @param operatorKey 32 bytes in base64
 */
export function wrapKey(dataKey: DataKey, operatorKey: Secret): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', bytesOf(operatorKey), nonce);
  cipher.setAAD(boundTo(dataKey.id));
  const body = Buffer.concat([cipher.update(dataKey.secret), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
}

/** @throws RollcallError `data_key_wrong` where another key has wrapped it */
export function unwrapKey(id: string, wrapped: Buffer, operatorKey: Secret): DataKey {
  const nonce = wrapped.subarray(1, 1 + NONCE_BYTES);
  const body = wrapped.subarray(1 + NONCE_BYTES + TAG_BYTES);
  try {
    if (wrapped[0] !== VERSION) throw new Error('Expected a key that is wrapped in a known way');
    const cipher = createDecipheriv('aes-256-gcm', bytesOf(operatorKey), nonce);
    cipher.setAAD(boundTo(id));
    cipher.setAuthTag(wrapped.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES));
    return new DataKey(id, Buffer.concat([cipher.update(body), cipher.final()]));
  } catch (cause) {
    throw new RollcallError(
      'data_key_wrong',
      'The ledger is sealed with another key than the one that is given. Set ROLLCALL_DATA_KEY to the key of this ledger; a ledger from a backup needs the key of its time.',
      { cause },
    );
  }
}

const bytesOf = (operatorKey: Secret) => Buffer.from(operatorKey.reveal(), 'base64');

const boundTo = (id: string) => Buffer.from(`rollcall data key ${id}`);
