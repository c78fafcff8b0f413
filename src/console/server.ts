import fastify, { type FastifyInstance } from 'fastify';
import { type WebhookRouteOptions, webhookRoute } from './webhook-route.js';

export interface ConsoleOptions extends WebhookRouteOptions {
  /** Fails where events could not be kept now. */
  readonly checkHealth: () => Promise<unknown>;
}

/** The greatest number of connections at once; a proxy in front needs a handful. */
const MAX_CONNECTIONS = 500;

/** A request that has not come whole by then is not waited for, in ms. */
const RECEIVED_WITHIN_MS = 10_000;

/** How long a connection is kept for a next request, in ms. */
const IDLE_MS = 10_000;

/** What is under way when the server ends is waited for so long, in ms: longer than an answer may take. */
const ENDED_WITHIN_MS = 5_000;

/** Of all headers of a request together, in bytes. */
const MAX_HEADER_BYTES = 8 * 1024;

/**
 * The HTTP server of `rollcall serve`, not yet listening. Closing it lets the answers under way come to their end, and
 * cuts off who has not sent a whole request within five seconds.
 *
 * It logs no request: a path or a header may hold anything.
 */
export function createConsole(options: ConsoleOptions): FastifyInstance {
  const app = fastify({
    requestTimeout: RECEIVED_WITHIN_MS,
    keepAliveTimeout: IDLE_MS,
    forceCloseConnections: 'idle',
    http: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: RECEIVED_WITHIN_MS,
      // How often Node looks for requests that are late.
      connectionsCheckingInterval: 1_000,
    },
  });
  app.server.maxConnections = MAX_CONNECTIONS;
  // Node looks for late requests no more once it closes: a stranger who never comes to an end would keep it open for ever.
  app.addHook('preClose', (done) => {
    setTimeout(() => app.server.closeAllConnections(), ENDED_WITHIN_MS).unref();
    done();
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send());
  app.get('/healthz', async (_request, reply) => {
    const isHealthy = await options.checkHealth().then(
      () => true,
      () => false,
    );
    return reply.code(isHealthy ? 200 : 503).send({ status: isHealthy ? 'ok' : 'no ledger' });
  });
  void app.register(async (webhooks) => webhookRoute(webhooks, options));
  return app;
}
