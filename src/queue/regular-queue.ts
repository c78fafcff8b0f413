import type { Engine, JobQueue, JobWorker } from './engine.js';

/** A job that comes back every so often, once for all processes. Its schedule is set up anew where it is missing. */
export class RegularQueue {
  readonly #engine: Engine;
  readonly #name: string;
  readonly #everyMs: number;
  readonly #queue: JobQueue<null>;

  constructor(engine: Engine, name: string, everyMs: number) {
    this.#engine = engine;
    this.#name = name;
    this.#everyMs = everyMs;
    this.#queue = engine.openQueue<null>(name);
  }

  /**
   * Sets the schedule up where it is missing, as at first and after a flush of Redis. An existing one is left alone: setting
   * it anew puts off the next run, and many processes that do so would put it off for ever.
   */
  async ensureScheduled(): Promise<void> {
    const name = this.#name;
    if ((await this.#queue.getJobScheduler(name)) !== undefined) return;
    await this.#queue.upsertJobScheduler(name, { every: this.#everyMs }, { name, data: null });
  }

  /** Has it done soon; asked for several times before it comes, it is done once. */
  async soon(): Promise<void> {
    await this.#queue.add(this.#name, null, { jobId: `${this.#name}-soon` });
  }

  /** A worker that does it once at a time. */
  openWorker(work: () => Promise<void>): JobWorker<null> {
    return this.#engine.openWorker<null>(this.#name, work, { concurrency: 1 });
  }

  close(): Promise<void> {
    return this.#queue.close();
  }
}
