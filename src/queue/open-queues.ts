/** Queues by their client, opened when first asked for and closed together. */
export class OpenQueues<Queue extends { close(): Promise<void> }> {
  readonly #openQueue: (client: string) => Queue;
  readonly #open = new Map<string, Queue>();

  constructor(openQueue: (client: string) => Queue) {
    this.#openQueue = openQueue;
  }

  of(client: string): Queue {
    const known = this.#open.get(client);
    if (known !== undefined) return known;
    const queue = this.#openQueue(client);
    this.#open.set(client, queue);
    return queue;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((queue) => queue.close()));
  }
}
