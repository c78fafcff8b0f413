import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from '../faults/fault.js';
import type { World } from '../world.js';
import { type Answer, httpException } from './answer.js';
import { readBasicAuthorization } from './basic-authorization.js';
import { readBearerToken } from './bearer-token.js';
import { claimedClient } from './claimed-client.js';
import type { ApiCall, Endpoint } from './endpoint.js';
import { isObject } from './is-object.js';
import type { Pending } from './pending.js';
import { sendAnswer } from './send-answer.js';
import { tooManyRequests } from './too-many-requests.js';

/** What a `429` fault asks for where it does not say. */
const DEFAULT_RETRY_AFTER_MS = 1_000;
/** How late a `slow` fault is where it does not say. */
const DEFAULT_SLOW_MS = 30_000;

/**
 * The way of one call: counted on arrival, then the client's limit, then faults, then the work, then latency, then
 * the answer.
 *
 * The work comes before the latency, so that a caller who gives up has still had the effect of the call: the case
 * that a sender must be able to live with.
 */
export function serveEndpoint(world: World, pending: Pending, endpoint: Endpoint) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const now = world.clock.now();
    const apiCall = readCall(request);
    const client = claimedClient(world, apiCall);
    const { books } = world;
    const call = books.begin(endpoint.name, client?.clientId ?? null, now);

    const waitMs = client === undefined ? 0 : world.limits.take(client, world.settings, now);
    if (waitMs > 0) {
      books.end(call, '429', null, now);
      sendAnswer(reply, tooManyRequests(world, waitMs), null);
      return;
    }

    const fault = world.faults.pick(endpoint.name, now);
    const slowMs = fault?.kind === 'slow' ? (fault.slowMs ?? DEFAULT_SLOW_MS) : 0;
    // A gateway refuses on arrival: its answers do not take as long as the service's.
    const delayMs = fault?.kind === '429' ? 0 : world.drawLatency() + slowMs;
    const finish = (answer: Answer) =>
      pending.after(delayMs, () => {
        const { socket } = request.raw;
        const gone = socket.destroyed;
        const reset = fault?.kind === 'reset-before' || fault?.kind === 'reset-after';
        const status = gone ? 'client-gone' : reset ? 'reset' : String(answer.status);
        // Booked before it is sent: who has the answer and asks for the account must find the call in it.
        books.end(call, status, fault?.kind ?? null, world.clock.now());
        if (gone || reset) {
          reply.hijack();
          if (reset) socket.resetAndDestroy();
          return;
        }
        sendAnswer(reply, answer, fault?.kind ?? null);
      });
    const answer = insteadOfWork(world, fault) ?? endpoint.answer(world, apiCall);
    if (answer instanceof Promise) {
      answer.then(finish, () => finish(httpException(500, 'Internal Server Error')));
    } else finish(answer);
  };
}

function readCall({ headers, query, body }: FastifyRequest): ApiCall {
  const { authorization } = headers;
  return {
    authorized: authorization !== undefined,
    basic: readBasicAuthorization(authorization),
    bearer: readBearerToken(authorization),
    contentType: headers['content-type'],
    query: isObject(query) ? query : {},
    body: typeof body === 'string' ? body : '',
  };
}

/** What is answered where the fault keeps the work from being done, else null. */
function insteadOfWork(world: World, fault: Fault | null): Answer | null {
  switch (fault?.kind) {
    case '429':
      return tooManyRequests(world, fault.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS);
    case '500':
      return httpException(500, 'Internal Server Error');
    case '503':
    // Before a reset nothing is sent; the answer only stands in for the work.
    case 'reset-before':
      return httpException(503, 'Service Unavailable');
    default:
      return null;
  }
}
