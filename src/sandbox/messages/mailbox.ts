import type { Message } from './message.js';

/** The last messages, a fixed number of them: a million invitations must not be a million letters in memory. */
export class Mailbox {
  readonly #size: number;
  readonly #ring: Message[] = [];
  #sent = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** @param at milliseconds since 1970 */
  add(message: Omit<Message, 'number' | 'at'>, at: number): void {
    this.#sent += 1;
    if (this.#size === 0) return;
    const { kind, user, clientId, redirectUri, locale, ordinal } = message;
    const number = this.#sent;
    this.#ring[(number - 1) % this.#size] = {
      number,
      at,
      kind,
      user,
      clientId,
      redirectUri,
      locale,
      ordinal,
    };
  }

  /** How many were sent, also those that are not kept any more. */
  get sent(): number {
    return this.#sent;
  }

  /** The newest first. */
  *list(): Generator<Message, void> {
    for (let number = this.#sent; number > this.#sent - this.#ring.length; number--) {
      const message = this.find(number);
      if (message !== undefined) yield message;
    }
  }

  /** The message with this number, if it is still kept. */
  find(number: number): Message | undefined {
    const message = this.#size === 0 ? undefined : this.#ring[(number - 1) % this.#size];
    return message?.number === number ? message : undefined;
  }

  /** Takes a message that was kept in a file. */
  restore(message: Message): void {
    this.#sent = Math.max(this.#sent, message.number);
    if (this.#size > 0) this.#ring[(message.number - 1) % this.#size] = message;
  }

  /** Goes on counting from there: more were sent than were kept. */
  countFrom(sent: number): void {
    this.#sent = Math.max(this.#sent, sent);
  }
}
