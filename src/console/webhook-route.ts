import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { NewEvent } from '../ledger/events.js';
import { untilAborted } from '../next-identity/until-aborted.js';
import { crashPoint } from '../observe/crash-point.js';
import type { Refusal, Refusals } from './refusals.js';
import { type Receiver, takeEvent } from './take-event.js';

export const WEBHOOK_PATH = '/webhooks/next-identity';

export interface WebhookRouteOptions {
  readonly receivers: readonly Receiver[];
  /** Keeps an event; one that was kept before is left as it is. */
  readonly record: (event: NewEvent) => Promise<unknown>;
  readonly refusals: Refusals;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Events of the vendor's pages and samples have one kilobyte; those that carry a profile, some more. */
const MAX_BYTES = 64 * 1024;

/**
 * Next Identity waits 5 s (help centre 6074945). Fastify's own `handlerTimeout` does not serve: as of 5.12 it ends as soon as
 * the body has been read.
 */
const ANSWER_WITHIN_MS = 4_500;

/** Every method that could be meant for it but POST; a HEAD comes with GET. */
const OTHER_METHODS = ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Next Identity retries what was answered with an HTTP error, and nothing else (managing-responses-in-workflows). All
 * refusals are thus errors, and a mistake in our configuration may be mended within the 23 minutes of its retries.
 */
const STATUS: Readonly<Record<Refusal, number>> = {
  method: 405,
  too_large: 413,
  malformed: 400,
  encrypted: 400,
  claims: 400,
  algorithm: 401,
  foreign_keys: 401,
  unknown_key: 401,
  signature: 401,
  too_old: 401,
  in_future: 401,
  elsewhere: 403,
  keys_unavailable: 503,
  not_recorded: 503,
};

/**
 * Takes events: each is answered 200 when it is in the ledger, and handled by the sweep later. A refusal is answered by its
 * status and no word, as who sends a forgery shall not learn what was wrong with it.
 */
export function webhookRoute(app: FastifyInstance, options: WebhookRouteOptions): void {
  const { receivers, record, refusals, now } = options;
  const refuse = (reply: FastifyReply, code: Refusal, client: string | null, cause?: unknown) => {
    refusals.add(code, client, cause);
    return reply.code(STATUS[code]).send();
  };

  // The vendor's content type is not known; the body is a token whatever it is called (next-reason/integrations).
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode === 413) return refuse(reply, 'too_large', null);
    if (statusCode < 500) return refuse(reply, 'malformed', null);
    return refuse(reply, 'not_recorded', null, error);
  });

  app.post(WEBHOOK_PATH, { bodyLimit: MAX_BYTES }, async ({ body }, reply) => {
    const inTime = AbortSignal.timeout(ANSWER_WITHIN_MS);
    crashPoint('webhook: body taken');
    const taken = await takeEvent(typeof body === 'string' ? body : '', receivers, now());
    if (taken.kind === 'refused') return refuse(reply, taken.code, taken.client, taken.cause);
    crashPoint('webhook: token believed');
    const recorded = Promise.all(taken.events.map(record)).then(() =>
      crashPoint('webhook: event recorded'),
    );
    if ((await untilAborted(recorded, inTime)) === 'done') return reply.code(200).send();
    return refuse(reply, 'not_recorded', null);
  });
  app.route({
    method: OTHER_METHODS,
    url: WEBHOOK_PATH,
    handler: (_request, reply) => refuse(reply.header('allow', 'POST'), 'method', null),
  });
}
