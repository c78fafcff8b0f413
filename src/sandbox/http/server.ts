import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { controlRoutes } from '../control/control-routes.js';
import { ENDPOINTS } from '../endpoints/endpoints.js';
import { screenRoutes } from '../screens/screen-routes.js';
import type { World } from '../world.js';
import { httpException } from './answer.js';
import type { Pending } from './pending.js';
import { sendAnswer } from './send-answer.js';
import { serveEndpoint } from './serve-endpoint.js';

/** The HTTP server with all its routes, not yet listening. */
export function createServer(world: World, pending: Pending): FastifyInstance {
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
  void app.register((screens) => screenRoutes(screens, world));
  void app.register(async (control) => controlRoutes(control, world), { prefix: '/sandbox' });

  const refuse = (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    message: string,
  ) => {
    const { books, clock } = world;
    const named = ENDPOINTS.find(
      ({ url, method }) =>
        url === request.routeOptions.url && [method].flat().some((one) => one === request.method),
    )?.name;
    books.end(
      books.begin(named ?? 'unknown', null, clock.now()),
      String(status),
      null,
      clock.now(),
    );
    sendAnswer(reply, httpException(status, message), null);
  };
  app.setNotFoundHandler((request, reply) => refuse(request, reply, 404, 'Not Found'));
  app.setErrorHandler((error: FastifyError, request, reply) =>
    refuse(request, reply, error.statusCode ?? 500, error.message),
  );
  return app;
}
