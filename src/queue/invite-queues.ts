import type { Engine } from './engine.js';
import { InviteQueue } from './invite-queue.js';
import { OpenQueues } from './open-queues.js';

/** The queues of first invitations of all clients. */
export class InviteQueues extends OpenQueues<InviteQueue> {
  constructor(engine: Engine) {
    super((client) => new InviteQueue(engine, client));
  }
}
