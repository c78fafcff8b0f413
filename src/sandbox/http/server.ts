import fastify, { type FastifyInstance } from 'fastify';
import { RollcallError } from '../../observe/rollcall-error.js';
import { controlRoutes } from '../control/control-routes.js';
import { preRegisterEndpoint } from '../endpoints/pre-register/pre-register.js';
import type { Sandbox } from '../sandbox.js';
import type { World } from '../world.js';
import { httpException } from './answer.js';
import type { Endpoint } from './endpoint.js';
import type { Pending } from './pending.js';
import { sendAnswer } from './send-answer.js';
import { serveEndpoint } from './serve-endpoint.js';

const ENDPOINTS: readonly Endpoint[] = [preRegisterEndpoint];

/** The HTTP server with all its routes, not yet listening. */
export function createServer(world: World, pending: Pending, sandbox: Sandbox): FastifyInstance {
  const app = fastify({
    forceCloseConnections: true,
    return503OnClosing: false,
    // An address may have 254 characters, and is part of the path of /sandbox/users.
    routerOptions: { maxParamLength: 320 },
  });
  // Bodies reach the endpoints as they came: what is wrong with them is answered in the vendor's words.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  for (const endpoint of ENDPOINTS) {
    const { method, url } = endpoint;
    app.route({ method, url, handler: serveEndpoint(world, pending, endpoint) });
  }
  controlRoutes(app, sandbox);

  app.setNotFoundHandler((_request, reply) => {
    const { books, clock } = world;
    books.end(books.begin('unknown', null, clock.now()), '404', null, clock.now());
    sendAnswer(reply, httpException(404, 'Not Found'), null);
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof RollcallError) {
      const { code, message } = error;
      return reply
        .code(code === 'SANDBOX_USER_UNKNOWN' ? 404 : 400)
        .send({ error: { code, message } });
    }
    const { books, clock } = world;
    const status = statusOf(error);
    books.end(books.begin('unknown', null, clock.now()), String(status), null, clock.now());
    return sendAnswer(
      reply,
      httpException(status, status === 413 ? 'Payload Too Large' : 'Bad Request'),
      null,
    );
  });
  return app;
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' ? status : 500;
}
