import type { Call, Send } from './call.js';
import { type NextIdentityOptions, readOptions, type Settings } from './options.js';
import { type PreRegistered, type PreRegisterRequest, preRegister } from './pre-register.js';
import { Transport } from './transport.js';

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

  /** @throws RollcallError `next-identity-options` or `next-identity-base-url` */
  constructor(options: NextIdentityOptions) {
    this.#settings = readOptions(options);
    this.#transport = new Transport(this.#settings);
    this.#send = (call: Call) => this.#transport.send(call);
  }

  /** Invites one person. Source: unify-journeys-api-pre-register. @throws NextIdentityError */
  preRegister(request: PreRegisterRequest): Promise<PreRegistered> {
    return preRegister(this.#send, this.#settings, request);
  }

  /** Lets the calls in flight end, then closes every connection. Calls made afterwards are refused. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
