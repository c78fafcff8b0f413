import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a sealed text is for; one that is made for one purpose is worth nothing for another. */
export type Purpose = 'link' | 'code' | 'access' | 'refresh';

/** 128 bits: nobody guesses it, and links stay short. */
const SEAL_CHARACTERS = 22;

/**
 * Turns small facts into texts that only this sandbox could have made, so that links, codes and tokens need no place
 * in memory: a million of them that nobody opens cost nothing.
 */
export class Seal {
  readonly #key: Buffer;

  /** The same seed gives the same seals: links outlive a restart that reads its state from a file. */
  constructor(seed: number) {
    this.#key = createHash('sha256').update(`rollcall sandbox ${seed}`).digest();
  }

  close(purpose: Purpose, content: object): string {
    const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
    return `${payload}.${this.digest(purpose, payload).slice(0, SEAL_CHARACTERS)}`;
  }

  /** What was closed for this purpose, or null where the text is not the sandbox's own. */
  open(purpose: Purpose, text: string): unknown {
    const dot = text.indexOf('.');
    const payload = text.slice(0, Math.max(0, dot));
    const given = Buffer.from(text.slice(dot + 1));
    const due = Buffer.from(this.digest(purpose, payload).slice(0, SEAL_CHARACTERS));
    if (given.length !== due.length || !timingSafeEqual(given, due)) return null;
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  }

  /** 43 characters that depend on the key, the purpose and the text. */
  digest(purpose: string, text: string): string {
    return createHmac('sha256', this.#key).update(`${purpose} ${text}`).digest('base64url');
  }
}
