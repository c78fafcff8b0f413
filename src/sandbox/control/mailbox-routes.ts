import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RollcallError } from '../../observe/rollcall-error.js';
import { mailboxPage, messagePage } from '../messages/mailbox-pages.js';
import { queryMailbox, readMailboxQuery } from '../messages/mailbox-query.js';
import { messageRecord } from '../messages/message-record.js';
import { sendPage } from '../screens/page.js';
import type { World } from '../world.js';

/** `/sandbox/mailbox` and one message by its number: pages for people, JSON for who accepts that. */
export function mailboxRoutes(app: FastifyInstance, world: World): void {
  app.get('/mailbox', (request, reply) => {
    const query = readMailboxQuery(request.query);
    const messages = queryMailbox(world, query);
    if (wantsJson(request)) return reply.send({ sent: world.mailbox.sent, messages });
    return sendPage(reply, mailboxPage(messages, query));
  });
  app.get<{ Params: { number: string } }>('/mailbox/:number', (request, reply) => {
    const message = world.mailbox.find(Number(request.params.number));
    if (message === undefined) {
      throw new RollcallError(
        'SANDBOX_MESSAGE_UNKNOWN',
        'No message with this number is kept; the option mailboxSize says how many are.',
      );
    }
    const record = messageRecord(world, message);
    return wantsJson(request) ? reply.send(record) : sendPage(reply, messagePage(record));
  });
}

function wantsJson({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('application/json') ?? false;
}
