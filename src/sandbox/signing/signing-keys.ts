import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';

const ALGORITHM = 'RS256';
/** So many keys are published: the one in use, and those that something signed lately may still name. */
const PUBLISHED = 3;

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** The keys that webhooks and id tokens are signed with: RS256, published as a JWKS (unify-journeys-hosted-well-known). */
export class SigningKeys {
  /** The newest first. Made when first needed: two hundred milliseconds that most sandboxes never spend. */
  #keys: Promise<readonly Key[]> | null = null;

  /** The JWKS: public halves, the newest first. */
  async jwks(): Promise<{ keys: JWK[] }> {
    return { keys: (await this.#all()).map(({ publicJwk }) => publicJwk) };
  }

  /** Signs the claims as they are, with `kid` and what else the header is to hold. */
  async sign(claims: JWTPayload, header: Readonly<Record<string, string>> = {}): Promise<string> {
    const [key] = await this.#all();
    if (key === undefined) throw new TypeError('Expected at least one signing key, got none.');
    return new SignJWT(claims)
      .setProtectedHeader({ ...header, alg: ALGORITHM, kid: key.kid })
      .sign(key.privateKey);
  }

  /** Signs with a new key from now on; the former ones stay published for a while. Gives the new `kid`. */
  async rotate(): Promise<string> {
    const former = this.#all();
    const next = Promise.all([newKey(), former]).then(([key, keys]) =>
      [key, ...keys].slice(0, PUBLISHED),
    );
    this.#keys = next;
    return (await next)[0]?.kid ?? '';
  }

  /** The private keys, to be kept; an empty list where none was needed yet. */
  async save(): Promise<JWK[]> {
    const keys = (await this.#keys) ?? [];
    return Promise.all(keys.map(({ privateKey }) => exportJWK(privateKey)));
  }

  /** Takes keys that were saved. */
  async load(saved: readonly JWK[]): Promise<void> {
    if (saved.length === 0) return;
    const keys = Promise.all(saved.map(readKey));
    this.#keys = keys;
    await keys;
  }

  #all(): Promise<readonly Key[]> {
    this.#keys ??= newKey().then((key) => [key]);
    return this.#keys;
  }
}

async function newKey(): Promise<Key> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return toKey(privateKey, await exportJWK(privateKey));
}

async function readKey(jwk: JWK): Promise<Key> {
  const privateKey = await importJWK(jwk, ALGORITHM, { extractable: true });
  if (privateKey instanceof Uint8Array) throw new TypeError('Expected an RSA key, got a secret.');
  return toKey(privateKey, jwk);
}

async function toKey(privateKey: CryptoKey, jwk: JWK): Promise<Key> {
  const { kty, n, e } = jwk;
  if (kty === undefined || n === undefined || e === undefined) {
    throw new TypeError('Expected an RSA key with kty, n and e.');
  }
  const kid = (await calculateJwkThumbprint({ kty, n, e })).slice(0, 16);
  return { kid, privateKey, publicJwk: { kty, n, e, kid, alg: ALGORITHM, use: 'sig' } };
}
