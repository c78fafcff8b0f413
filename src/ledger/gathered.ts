import pg, { type Pool } from 'pg';

/** Items of one set at most: a larger one is hardly cheaper for each, and holds its rows for longer. */
const SET = 200;

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(reason: unknown): void;
}

/** Does one set, and returns a result for each of its items, in their order. */
type Work<Item, Result> = (pool: Pool, items: readonly Item[]) => Promise<readonly Result[]>;

/**
 * Turns work on sets into work on single items: those that come while a set is under way are the next set. So whoever comes
 * alone is served at once, and of many who come together each costs a fraction of a statement, of a round trip and of a
 * flush to disk. Nobody is told of a result before their set is committed.
 */
export function gathered<Item, Result>(
  work: Work<Item, Result>,
): (pool: Pool, item: Item) => Promise<Result> {
  const gatherings = new WeakMap<Pool, Gathering<Item, Result>>();
  return (pool, item) => {
    const gathering = gatherings.get(pool) ?? new Gathering(pool, work);
    gatherings.set(pool, gathering);
    return gathering.add(item);
  };
}

class Gathering<Item, Result> {
  readonly #pool: Pool;
  readonly #work: Work<Item, Result>;
  #waiting: Waiting<Item, Result>[] = [];
  #isBusy = false;

  constructor(pool: Pool, work: Work<Item, Result>) {
    this.#pool = pool;
    this.#work = work;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#isBusy) return;
      this.#isBusy = true;
      // Whatever else this turn of the event loop brings goes along.
      setImmediate(() => void this.#empty());
    });
  }

  async #empty(): Promise<void> {
    while (this.#waiting.length > 0) await this.#settle(this.#waiting.splice(0, SET));
    this.#isBusy = false;
  }

  async #settle(set: readonly Waiting<Item, Result>[]): Promise<void> {
    const items = set.map(({ item }) => item);
    try {
      const results = await this.#work(this.#pool, items);
      for (const [n, { resolve, reject }] of set.entries()) {
        const result = results[n];
        if (result === undefined) reject(new Error('Expected a result for each item of the set'));
        else resolve(result);
      }
    } catch (cause) {
      // The server has undone the set. One by one, nobody fails by what is wrong with another, or by the order of the locks.
      const isRefused = cause instanceof pg.DatabaseError && set.length > 1;
      if (isRefused) await Promise.all(set.map((one) => this.#settle([one])));
      else for (const { reject } of set) reject(cause);
    }
  }
}
