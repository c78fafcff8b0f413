import type { DueResend } from '../ledger/resends.js';
import { ClientQueue } from './client-queue.js';
import type { Engine } from './engine.js';
import { OpenQueues } from './open-queues.js';

/** All that a job holds, by the job's name. Who it is about stands in the ledger only. */
export interface ResendJobs {
  readonly resend: { readonly inviteId: number };
  readonly 'check-activation': { readonly inviteIds: readonly number[] };
  readonly 'resolve-unknown': { readonly inviteIds: readonly number[] };
  readonly 'update-user': { readonly inviteId: number };
}
export type ResendJob = ResendJobs[keyof ResendJobs];

export function resendQueueName(client: string): string {
  return `resends-${client}`;
}

/**
 * One client's queue of what comes after the invitation. It is apart from the queue of first invitations, so that neither
 * waits behind the other; both share the client's pacer.
 */
export class ResendQueue extends ClientQueue<ResendJob> {
  constructor(engine: Engine, client: string) {
    super(engine, resendQueueName(client));
  }

  /** Adds a job for each slot, and one for what an operator asked for. A slot that has its job already keeps it. */
  async addResends(due: readonly DueResend[]): Promise<void> {
    const jobs = due.map(({ inviteId, slot }) => ({
      name: 'resend',
      data: { inviteId },
      opts: { jobId: `resend-${inviteId}-${slot ?? 'by-hand'}` },
    }));
    await this.addJobs(jobs);
  }

  /** Has Next Identity told of the changed data of these people. One job for each person at a time. */
  async addUpdates(inviteIds: readonly number[]): Promise<void> {
    const jobs = inviteIds.map((inviteId) => ({
      name: 'update-user',
      data: { inviteId },
      opts: { jobId: `update-${inviteId}` },
    }));
    await this.addJobs(jobs);
  }

  /** Has these people looked up before they are written to. One job at a time: a second one would ask for the same people. */
  addCheck(inviteIds: readonly number[]): Promise<void> {
    return this.#addLookUp('check-activation', inviteIds);
  }

  /** Has these people looked up about whom it is not known whether a call arrived; likewise one job at a time. */
  addResolution(inviteIds: readonly number[]): Promise<void> {
    return this.#addLookUp('resolve-unknown', inviteIds);
  }

  async #addLookUp(
    name: 'check-activation' | 'resolve-unknown',
    inviteIds: readonly number[],
  ): Promise<void> {
    await this.addJobs([{ name, data: { inviteIds }, opts: { jobId: name } }]);
  }
}

/** The queues of resends of all clients. */
export class ResendQueues extends OpenQueues<ResendQueue> {
  constructor(engine: Engine) {
    super((client) => new ResendQueue(engine, client));
  }
}
