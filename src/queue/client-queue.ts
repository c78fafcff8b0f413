import type { JobsOptions } from 'bullmq';
import type { Engine, JobQueue } from './engine.js';

/** A job to be added. Its id tells what it is for, so that adding it twice makes one. */
export interface NewJob<Data> {
  readonly name: string;
  readonly data: Data;
  readonly opts: JobsOptions & { readonly jobId: string };
}

/** Jobs added in one call. Larger sets block the event loop for longer and are no faster. */
const CHUNK = 500;

/** What the queues of one client have in common. */
export abstract class ClientQueue<Data> {
  readonly #queue: JobQueue<Data>;

  constructor(engine: Engine, name: string) {
    this.#queue = engine.openQueue<Data>(name);
  }

  /** Adds jobs. One that is there already stays as it is. */
  protected async addJobs(jobs: readonly NewJob<Data>[]): Promise<void> {
    for (let start = 0; start < jobs.length; start += CHUNK) {
      await this.#queue.addBulk(jobs.slice(start, start + CHUNK));
    }
  }

  /** Jobs that have not ended; on PostgreSQL those of a paused queue are not counted. */
  async count(): Promise<number> {
    return await this.#queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized');
  }

  /** Makes the queue stand still, or go on; workers are left their jobs. Asks first, since most often it is so already. */
  async setPaused(isPaused: boolean): Promise<void> {
    if ((await this.#queue.isPaused()) === isPaused) return;
    await (isPaused ? this.#queue.pause() : this.#queue.resume());
  }

  close(): Promise<void> {
    return this.#queue.close();
  }
}
