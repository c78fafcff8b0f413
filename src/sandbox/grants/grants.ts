import type { Settings } from '../settings.js';
import { type Purpose, Seal } from './seal.js';
import { Spent } from './spent.js';

/** For whom, at which client, and since when (milliseconds since 1970). */
interface Grant {
  readonly uuid: string;
  readonly clientId: string;
  readonly at: number;
  /** As the call that began the journey had it; empty where it had none. */
  readonly locale: string;
}

/** What an activation link stands for. */
export interface LinkGrant extends Grant {
  readonly redirectUri: string;
  /** The how-manieth message of this client to this user carries it. */
  readonly number: number;
}

/** What a code stands for. */
export interface CodeGrant extends Grant {
  readonly redirectUri: string;
  readonly id: number;
  /** The PKCE challenge (S256) that the exchange has to meet, if the code was asked for with one. */
  readonly challenge?: string;
}

/** What an access or refresh token stands for. */
export interface TokenGrant extends Grant {
  readonly id: number;
}

/** Links, codes, PINs and tokens: made, recognised and expired. Nothing is kept but what was used up lately. */
export class Grants {
  readonly #seal: Seal;
  readonly #spent = new Spent();
  #count = 0;

  constructor(seed: number) {
    this.#seal = new Seal(seed);
  }

  link(grant: LinkGrant): string {
    return this.#seal.close('link', grant);
  }

  /** The link's grant, however old, or null where the sandbox never made it. */
  readLink(text: string): LinkGrant | null {
    return this.#open<LinkGrant>('link', text);
  }

  code(grant: Omit<CodeGrant, 'id'>): string {
    this.#count += 1;
    return this.#seal.close('code', { ...grant, id: this.#count });
  }

  /** The code's grant while it lasts, or null. It is not used up by reading it. */
  readCode(text: string, { codeLifetimeMs }: Settings, now: number): CodeGrant | null {
    const grant = this.#open<CodeGrant>('code', text);
    return grant !== null && now < grant.at + codeLifetimeMs ? grant : null;
  }

  /** Uses the code up; false where it was already. */
  spendCode(grant: CodeGrant, { codeLifetimeMs }: Settings, now: number): boolean {
    return this.#spent.spend(`code ${grant.id} ${grant.at}`, grant.at + codeLifetimeMs, now);
  }

  /** Six digits, for the how-manieth message of this client to this user. */
  pin(uuid: string, clientId: string, number: number): string {
    const digest = this.#seal.digest('pin', `${uuid} ${clientId} ${number}`);
    const drawn = Buffer.from(digest, 'base64url').readUInt32BE(0) % 1_000_000;
    return String(drawn).padStart(6, '0');
  }

  /** Uses the PIN up; false where it was already. */
  spendPin(uuid: string, clientId: string, number: number, until: number, now: number): boolean {
    return this.#spent.spend(`pin ${uuid} ${clientId} ${number}`, until, now);
  }

  token(purpose: 'access' | 'refresh', grant: Omit<TokenGrant, 'id'>): string {
    this.#count += 1;
    return this.#seal.close(purpose, { ...grant, id: this.#count });
  }

  /** The access token's grant while it lasts, or null. */
  readAccessToken(
    text: string,
    { accessTokenLifetimeMs }: Settings,
    now: number,
  ): TokenGrant | null {
    const grant = this.#open<TokenGrant>('access', text);
    return grant !== null && now < grant.at + accessTokenLifetimeMs ? grant : null;
  }

  /** Assumption: a refresh token does not expire and may be used again, as no page tells. */
  readRefreshToken(text: string): TokenGrant | null {
    return this.#open<TokenGrant>('refresh', text);
  }

  /** Whoever could seal it had its shape right: only this class does. */
  #open<Content>(purpose: Purpose, text: string): Content | null {
    return this.#seal.open(purpose, text) as Content | null;
  }
}
