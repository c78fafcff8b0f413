import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { RollcallError } from '../../observe/rollcall-error.js';

/** What a sealed value is; the same text as two kinds gives two sealed values. */
export const SEALED_KINDS = [
  'identifier',
  'employee number',
  'reason',
  'message',
  'profile',
  'cells',
] as const;
export type SealedKind = (typeof SEALED_KINDS)[number];

const LETTERS: Readonly<Record<SealedKind, string>> = {
  identifier: 'i',
  'employee number': 'e',
  reason: 'r',
  message: 'm',
  profile: 'p',
  cells: 'c',
};

/** What no sealed value is made of, but compared by. */
const NAME = 'n';

const KEY_BYTES = 32;
const MARK_BYTES = 16;
/** In hexadecimal, which SQL takes the names of forgotten people from. */
const MARK_LENGTH = 2 * MARK_BYTES;

/**
 * The key that seals the personal values of one ledger: AES-256 in counter mode, with an initial value, the mark, that is a keyed
 * hash of the value and so proves it (SIV, as in RFC 5297, of what `node:crypto` has). The same value gives the same text, so that
 * SQL compares sealed values as it would compare the values. Two marks that are equal by chance would betray how two values
 * differ; among 2^48 values, the chance is one in 2^33.
 *
 * The mark of an identifier is the hash under which it would be remembered once it is forgotten, by the ledger's forget key:
 * whoever has been forgotten is known by the same name whether the ledger is sealed or not.
 */
export class DataKey {
  /** Eight letters or digits, which a sealed value begins with. */
  readonly id: string;
  /** How a sealed value begins. Nobody who writes a roster knows it, so that no cell can look like one. */
  readonly prefix: string;
  /** What the operator's key wraps. */
  readonly secret: Buffer;
  readonly #forgetKey: Buffer;
  readonly #sealKey: Buffer;
  readonly #markKey: Buffer;
  readonly #digestKey: Buffer;

  /** @param secret 32 random bytes, and the ledger's forget key behind them */
  constructor(id: string, secret: Buffer) {
    this.id = id;
    this.prefix = `sealed:${id}:`;
    this.secret = secret;
    const own = secret.subarray(0, KEY_BYTES);
    const derived = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', own, '', `rollcall ${purpose}`, KEY_BYTES));
    this.#forgetKey = secret.subarray(KEY_BYTES);
    this.#sealKey = derived('seal');
    this.#markKey = derived('mark');
    this.#digestKey = derived('digest');
  }

  /** A new key of a ledger with this forget key. */
  static make(forgetKey: Buffer): DataKey {
    const id = randomBytes(6).toString('base64url');
    return new DataKey(id, Buffer.concat([randomBytes(KEY_BYTES), forgetKey]));
  }

  get forgetKey(): Buffer {
    return this.#forgetKey;
  }

  /** A value as the ledger keeps it. An unpaired surrogate becomes U+FFFD, as it does in PostgreSQL's text. */
  seal(kind: SealedKind, value: string): string {
    const plain = Buffer.from(LETTERS[kind] + value);
    const mark = this.#mark(plain);
    const cipher = createCipheriv('aes-256-ctr', this.#sealKey, mark);
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return `${this.prefix}${mark.toString('hex')}${body.toString('base64url')}`;
  }

  /**
   * What a sealed value holds, and as what it was sealed.
   *
   * @param sealed text that begins with `prefix`
   * @throws RollcallError `value_damaged`
   */
  open(sealed: string): { readonly kind: SealedKind; readonly value: string } {
    const at = this.prefix.length;
    const mark = Buffer.from(sealed.slice(at, at + MARK_LENGTH), 'hex');
    const body = Buffer.from(sealed.slice(at + MARK_LENGTH), 'base64url');
    if (mark.length !== MARK_BYTES || body.length === 0) throw damaged();
    const cipher = createDecipheriv('aes-256-ctr', this.#sealKey, mark);
    const plain = Buffer.concat([cipher.update(body), cipher.final()]);
    if (!timingSafeEqual(this.#mark(plain), mark)) throw damaged();
    const kind = kindOf(plain);
    // There is one way to write a value: whatever else base64 reads alike was not written by a key.
    const isAsWritten = sealed.slice(at) === mark.toString('hex') + body.toString('base64url');
    if (kind === null || !isAsWritten) throw damaged();
    return { kind, value: plain.toString('utf8', 1) };
  }

  /** By what two names are compared, whatever their letters' case. */
  nameMark(firstName: string, lastName: string): string {
    const name = JSON.stringify([firstName.toLowerCase(), lastName.toLowerCase()]);
    return this.#hmac(Buffer.from(NAME + name)).toString('base64url');
  }

  /** The digest of a refused row (a uuid), so that nobody can try what row it is of. One block, so that it can be had back. */
  sealDigest(digest: string): string {
    const cipher = createCipheriv('aes-256-ecb', this.#digestKey, null).setAutoPadding(false);
    return asUuid(Buffer.concat([cipher.update(bytesOf(digest)), cipher.final()]));
  }

  openDigest(digest: string): string {
    const cipher = createDecipheriv('aes-256-ecb', this.#digestKey, null).setAutoPadding(false);
    return asUuid(Buffer.concat([cipher.update(bytesOf(digest)), cipher.final()]));
  }

  #mark(plain: Buffer): Buffer {
    return plain[0] === LETTERS.identifier.charCodeAt(0)
      ? this.#forgottenAs(plain.subarray(1))
      : this.#hmac(plain);
  }

  /**
   * As `forgotten_name` has it. No HMAC, which PostgreSQL could not reckon by itself: of a hash that is cut in half, nothing can be
   * told or lengthened without the key that it begins with.
   */
  #forgottenAs(identifier: Buffer): Buffer {
    const authType = identifier.includes('@') ? 'email:' : 'sms:';
    const hash = createHash('sha256').update(this.#forgetKey).update(authType).update(identifier);
    return hash.digest().subarray(0, MARK_BYTES);
  }

  #hmac(plain: Buffer): Buffer {
    return createHmac('sha256', this.#markKey).update(plain).digest().subarray(0, MARK_BYTES);
  }
}

function kindOf(plain: Buffer): SealedKind | null {
  const letter = plain.toString('latin1', 0, 1);
  for (const kind of SEALED_KINDS) if (LETTERS[kind] === letter) return kind;
  return null;
}

function damaged(): RollcallError {
  return new RollcallError(
    'value_damaged',
    'A sealed value in the ledger is not as its data key wrote it: the row was damaged, or changed by somebody without the key. Restore the ledger from a backup.',
  );
}

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');

const asUuid = (bytes: Buffer) =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
