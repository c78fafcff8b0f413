import { DelayedError, type Job } from 'bullmq';
import type { Engine, JobQueue, JobWorker } from './engine.js';
import { RegularQueue } from './regular-queue.js';

/** How often it is looked which syncs are due, in ms, whatever the number of processes. */
const LOOK_EVERY_MS = 5_000;

/**
 * The clock of syncs, one for all processes. It does not know when anything is due: the ledger does, so that neither a flush
 * of Redis nor a changed time loses or repeats a run.
 */
export class SyncClock extends RegularQueue {
  constructor(engine: Engine) {
    super(engine, 'sync-clock', LOOK_EVERY_MS);
  }
}

/** All that a job holds. */
export interface SyncJob {
  readonly syncId: number;
  /** The due time that the run is for, in ms since 1970; null: it makes up for one that broke off. */
  readonly dueMs: number | null;
}

const NAME = 'syncs';

/** More than one, so that a run which has to give way to another is recorded while that is still going. */
const AT_ONCE = 4;

/** A job that this process cannot do is left to the others for this span, in ms. */
const PUT_BACK_MS = 5_000;

/** The runs of syncs that are to be made. */
export class SyncQueue {
  readonly #engine: Engine;
  readonly #queue: JobQueue<SyncJob>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#queue = engine.openQueue<SyncJob>(NAME);
  }

  /** Asks for the run of a due time. Asked for again, it stays one. */
  async addDue(syncId: number, dueMs: number): Promise<void> {
    await this.#add({ syncId, dueMs }, `due-${syncId}-${dueMs}`);
  }

  /** Asks for a run that makes up for the one that broke off. */
  async addAgain(syncId: number, brokenOff: number): Promise<void> {
    await this.#add({ syncId, dueMs: null }, `again-${syncId}-${brokenOff}`);
  }

  async #add(data: SyncJob, jobId: string): Promise<void> {
    await this.#queue.add('sync', data, { jobId });
  }

  /** A worker of runs. @param work gives false where the sync is unknown to this process; another one will have it then */
  openWorker(work: (job: unknown) => Promise<boolean>): JobWorker<SyncJob> {
    const process = async (job: Job<SyncJob>, token?: string): Promise<void> => {
      if (await work(job.data)) return;
      await job.moveToDelayed(Date.now() + PUT_BACK_MS, token);
      throw new DelayedError();
    };
    return this.#engine.openWorker<SyncJob>(NAME, process, { concurrency: AT_ONCE });
  }

  close(): Promise<void> {
    return this.#queue.close();
  }
}
