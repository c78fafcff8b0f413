import type { Engine, JobQueue, JobWorker } from './engine.js';
import { RegularQueue } from './regular-queue.js';

/** How often it is looked which syncs are due, in ms, whatever the number of processes. */
const LOOK_EVERY_MS = 5_000;

/**
 * The clock of a client's syncs, one for all processes. It does not know when anything is due: the ledger does, so that
 * neither a flush of Redis nor a changed time loses or repeats a run.
 */
export class SyncClock extends RegularQueue {
  constructor(engine: Engine, client: string) {
    super(engine, `sync-clock-${client}`, LOOK_EVERY_MS);
  }
}

/** All that a job holds. */
export type SyncJob =
  /** The due time that the run is for, in ms since 1970. */
  | { readonly syncId: number; readonly dueMs: number }
  /** The run that broke off and is to be made up for. */
  | { readonly syncId: number; readonly brokenOff: number };

/** More than one, so that a run which has to give way to another is recorded while that is still going. */
const AT_ONCE = 4;

/** The runs of a client's syncs that are to be made. */
export class SyncQueue {
  readonly #engine: Engine;
  readonly #name: string;
  readonly #queue: JobQueue<SyncJob>;

  constructor(engine: Engine, client: string) {
    this.#engine = engine;
    this.#name = `syncs-${client}`;
    this.#queue = engine.openQueue<SyncJob>(this.#name);
  }

  /** Asks for the run of a due time. Asked for again, it stays one. */
  async addDue(syncId: number, dueMs: number): Promise<void> {
    await this.#add({ syncId, dueMs }, `due-${syncId}-${dueMs}`);
  }

  /** Asks for a run that makes up for the one that broke off, or has that told of where it is the last of several. */
  async addAgain(syncId: number, brokenOff: number): Promise<void> {
    await this.#add({ syncId, brokenOff }, `again-${syncId}-${brokenOff}`);
  }

  async #add(data: SyncJob, jobId: string): Promise<void> {
    await this.#queue.add('sync', data, { jobId });
  }

  openWorker(work: (job: unknown) => Promise<void>): JobWorker<SyncJob> {
    const options = { concurrency: AT_ONCE };
    return this.#engine.openWorker<SyncJob>(this.#name, ({ data }) => work(data), options);
  }

  close(): Promise<void> {
    return this.#queue.close();
  }
}
