import type { QueuedInvite } from '../ledger/queued.js';
import { ClientQueue } from './client-queue.js';
import type { Engine } from './engine.js';

/** All that a job holds. Who it is about stands in the ledger only. */
export interface InviteJob {
  readonly inviteId: number;
}

export function inviteQueueName(client: string): string {
  return `invites-${client}`;
}

/** One client's queue of first invitations to make. */
export class InviteQueue extends ClientQueue<InviteJob> {
  constructor(engine: Engine, client: string) {
    super(engine, inviteQueueName(client));
  }

  /** Adds a job for each invite. One that has its job already keeps it: the job's id is made from the invite's. */
  async add(invites: readonly QueuedInvite[]): Promise<void> {
    const jobs = invites.map(({ id, delayMs }) => ({
      name: 'pre-register',
      data: { inviteId: id },
      opts: { jobId: `invite-${id}`, delay: Math.round(delayMs) },
    }));
    await this.addJobs(jobs);
  }
}
