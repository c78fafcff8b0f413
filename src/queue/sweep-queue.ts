import type { Engine, JobQueue, JobWorker } from './engine.js';

const NAME = 'sweep';

/** How often the sweep runs, in ms, whatever the number of processes. */
const EVERY_MS = 5_000;

/** The schedule of the sweep, one for all processes. */
export class SweepQueue {
  readonly #engine: Engine;
  readonly #queue: JobQueue<null>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#queue = engine.openQueue<null>(NAME);
  }

  /**
   * Sets the schedule up where it is missing, as at first and after a flush of Redis. An existing one is left alone: setting
   * it anew puts off the next run, and many processes that do so would put it off for ever.
   */
  async ensureScheduled(): Promise<void> {
    if ((await this.#queue.getJobScheduler(NAME)) !== undefined) return;
    await this.#queue.upsertJobScheduler(NAME, { every: EVERY_MS }, { name: NAME, data: null });
  }

  /** Has a sweep done soon; asked for several times before it comes, it is done once. */
  async soon(): Promise<void> {
    await this.#queue.add(NAME, null, { jobId: 'sweep-soon' });
  }

  /** A worker that runs one sweep at a time. */
  openWorker(sweep: () => Promise<void>): JobWorker<null> {
    return this.#engine.openWorker<null>(NAME, sweep, { concurrency: 1 });
  }

  close(): Promise<void> {
    return this.#queue.close();
  }
}
