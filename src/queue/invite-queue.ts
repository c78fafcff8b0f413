import type { QueuedInvite } from '../ledger/queued.js';
import type { Engine, JobQueue } from './engine.js';

/** All that a job holds. Who it is about stands in the ledger only. */
export interface InviteJob {
  readonly inviteId: number;
}

/** Jobs added in one call. Larger sets block the event loop for longer and are no faster. */
const CHUNK = 500;

export function inviteQueueName(client: string): string {
  return `invites-${client}`;
}

/** One client's queue of calls to make. */
export class InviteQueue {
  readonly #queue: JobQueue<InviteJob>;

  constructor(engine: Engine, client: string) {
    this.#queue = engine.openQueue<InviteJob>(inviteQueueName(client));
  }

  /** Adds a job for each invite. One that has its job already keeps it: the job's id is made from the invite's. */
  async add(invites: readonly QueuedInvite[]): Promise<void> {
    for (let start = 0; start < invites.length; start += CHUNK) {
      const jobs = invites.slice(start, start + CHUNK).map(({ id, delayMs }) => ({
        name: 'pre-register',
        data: { inviteId: id },
        opts: { jobId: `invite-${id}`, delay: Math.round(delayMs) },
      }));
      await this.#queue.addBulk(jobs);
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
