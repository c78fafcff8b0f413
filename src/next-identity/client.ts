import type { Send } from './call.js';
import {
  type ExchangeHostedCodeRequest,
  exchangeHostedCode,
  type RefreshRequest,
  refresh,
} from './hosted-token.js';
import { type NextIdentityOptions, readOptions, type Settings } from './options.js';
import { type PreRegistered, type PreRegisterRequest, preRegister } from './pre-register.js';
import {
  type Attributes,
  type GetProfileRequest,
  getProfile,
  type UpdateProfileRequest,
  updateProfile,
} from './profile.js';
import { type ResendVerificationRequest, resendVerification } from './resend-verification.js';
import {
  type ExchangeCodeRequest,
  type ExchangePinRequest,
  exchangeCode,
  exchangePin,
} from './token.js';
import type { TokenSet } from './token-set.js';
import { Transport } from './transport.js';
import { type FindUsersRequest, findUsers, type UpdateUserRequest, updateUser } from './users.js';

/**
 * A client of one Next Identity client id. It opens connections on its first call; `close()` ends them.
 *
 * Every call waits for the pacer (if there is one), takes an `AbortSignal`, is made exactly once, and throws a
 * NextIdentityError that tells whether it may have taken effect.
 */
export class NextIdentityClient {
  // Private to the runtime too, so that a client in a log line does not show its secret.
  readonly #settings: Settings;
  readonly #transport: Transport;
  readonly #send: Send;

  /** @throws RollcallError `next_identity_options` or `next_identity_base_url` */
  constructor(options: NextIdentityOptions) {
    this.#settings = readOptions(options);
    this.#transport = new Transport(this.#settings);
    this.#send = (call) => this.#transport.send(call);
  }

  /** Invites one person, or again with `resend`. Source: unify-journeys-api-pre-register. */
  preRegister(request: PreRegisterRequest): Promise<PreRegistered> {
    return preRegister(this.#send, this.#settings, request);
  }

  /** Sends the verification message again. Source: unify-journeys-api-resend-verification. */
  resendVerification(request: ResendVerificationRequest): Promise<{ message: string | null }> {
    return resendVerification(this.#send, this.#settings, request);
  }

  /** The signed-in user's profile. Source: docs/api-profile. */
  getProfile(request: GetProfileRequest): Promise<Attributes> {
    return getProfile(this.#send, this.#settings, request);
  }

  /** Changes the signed-in user's profile. Source: response-codes-profile-put. */
  updateProfile(request: UpdateProfileRequest): Promise<void> {
    return updateProfile(this.#send, this.#settings, request);
  }

  /** A code for tokens, by the API's JSON form. Five calls a minute block the user. Source: docs/api-token. */
  exchangeCode(request: ExchangeCodeRequest): Promise<TokenSet> {
    return exchangeCode(this.#send, this.#settings, request);
  }

  /** A one-time PIN for tokens, by the API's JSON form. The same limit applies. Source: docs/api-token. */
  exchangePin(request: ExchangePinRequest): Promise<TokenSet> {
    return exchangePin(this.#send, this.#settings, request);
  }

  /** A code of `/authorize` for tokens, by the hosted form. Source: unify-journeys-hosted-token. */
  exchangeHostedCode(request: ExchangeHostedCodeRequest): Promise<TokenSet> {
    return exchangeHostedCode(this.#send, this.#settings, request);
  }

  /** New tokens for a refresh token, by the hosted form. Source: unify-journeys-hosted-token. */
  refresh(request: RefreshRequest): Promise<TokenSet> {
    return refresh(this.#send, this.#settings, request);
  }

  /** Users by a filter; for direct access clients only. Source: docs/api-direct-database-calls. */
  findUsers(request: FindUsersRequest): Promise<readonly Attributes[]> {
    return findUsers(this.#send, this.#settings, request);
  }

  /** Changes one user; for direct access clients only. Source: response-code-users-update. */
  updateUser(request: UpdateUserRequest): Promise<void> {
    return updateUser(this.#send, this.#settings, request);
  }

  /** Lets the calls in flight end, then closes every connection. Calls made afterwards are refused. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
