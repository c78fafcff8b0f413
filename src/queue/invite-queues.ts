import type { Engine } from './engine.js';
import { InviteQueue } from './invite-queue.js';

/** The queues of all clients, opened when first asked for. */
export class InviteQueues {
  readonly #engine: Engine;
  readonly #open = new Map<string, InviteQueue>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  of(client: string): InviteQueue {
    const known = this.#open.get(client);
    if (known !== undefined) return known;
    const queue = new InviteQueue(this.#engine, client);
    this.#open.set(client, queue);
    return queue;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((queue) => queue.close()));
  }
}
