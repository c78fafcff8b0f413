import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../src/invite/backoff.js';
import { type PassingTrouble, passingTrouble } from '../src/observe/passing-trouble.js';

/** How long jobs stand still before it is asked whether the server is back, in ms. */
const LOOK_EVERY_MS = 1_000;

/** A statement that met another one is made again within this, in ms, so that the two do not meet once more. */
const MEET_MS = 200;

export interface PatienceTools {
  /** Asks the server in trouble; throws as long as that lasts. */
  probe(server: PassingTrouble['server']): Promise<unknown>;
  /** Told of every failure that is waited out. */
  onTrouble(trouble: PassingTrouble): void;
  readonly random: Random;
}

/**
 * Lets jobs wait for a server that is in trouble, rather than break off one after the other: each would take its place in the
 * queue along, and a slot. One of them asks whether the server is back, and all others wait for that.
 */
export class Patience {
  readonly #tools: PatienceTools;
  readonly #end = new AbortController();
  #waiting: Promise<void> | null = null;
  #inHand = 0;

  constructor(tools: PatienceTools) {
    this.#tools = tools;
  }

  /**
   * Does the work, and does it again for as long as it fails by what passes. So it has to be work that may be done twice, as
   * the answer of a server that failed may be that of something done.
   *
   * @throws an AbortError once this has been closed and the work cannot be done; whatever else the work throws
   */
  async through<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#inHand += 1;
    try {
      return await this.#repeat(work);
    } finally {
      this.#inHand -= 1;
    }
  }

  /** Whether any work has not come to its end yet. */
  get isBusy(): boolean {
    return this.#inHand > 0;
  }

  async #repeat<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      await this.#waiting;
      try {
        return await work();
      } catch (cause) {
        const trouble = passingTrouble(cause);
        if (trouble === null) throw cause;
        this.#end.signal.throwIfAborted();
        if (trouble.isOfOneStatement) await this.#pause(this.#tools.random() * MEET_MS);
        else await this.#wait(trouble);
      }
    }
  }

  /** Ends all waiting. */
  close(): void {
    this.#end.abort();
  }

  #wait(trouble: PassingTrouble): Promise<void> {
    this.#tools.onTrouble(trouble);
    this.#waiting ??= this.#untilBack(trouble.server).finally(() => {
      this.#waiting = null;
    });
    return this.#waiting;
  }

  async #untilBack(server: PassingTrouble['server']): Promise<void> {
    for (;;) {
      await this.#pause(LOOK_EVERY_MS);
      try {
        // A server that stands still answers nothing at all, and must not keep this process from ending.
        await this.#orEnd(this.#tools.probe(server));
        return;
      } catch (cause) {
        this.#end.signal.throwIfAborted();
        const trouble = passingTrouble(cause);
        if (trouble === null) return;
        this.#tools.onTrouble(trouble);
      }
    }
  }

  #orEnd(asking: Promise<unknown>): Promise<unknown> {
    const { signal } = this.#end;
    return new Promise((resolve, reject) => {
      const leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      asking.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  async #pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#end.signal });
  }
}
