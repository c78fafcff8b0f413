import { type Running, start } from '../../support/rollcall.js';
import type { Month } from './month.js';

/** Workers in processes of their own, that die without a word. */
export class Crew {
  readonly #month: Month;
  #running: Running[] = [];

  constructor(month: Month, workers: number) {
    this.#month = month;
    for (let worker = 0; worker < workers; worker += 1) this.#startOne();
  }

  /** Kills the one that has worked for longest, in the middle of whatever it does, and starts another in its place. */
  async replaceOne(): Promise<void> {
    const [oldest, ...others] = this.#running;
    this.#running = others;
    oldest?.child.kill('SIGKILL');
    await oldest?.finished;
    this.#startOne();
  }

  async close(): Promise<void> {
    for (const { child } of this.#running) child.kill('SIGTERM');
    await Promise.all(this.#running.map(({ finished }) => finished));
  }

  #startOne(): void {
    const { environment, directory } = this.#month;
    this.#running.push(start(['work'], environment, directory));
  }
}
