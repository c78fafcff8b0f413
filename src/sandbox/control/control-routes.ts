import { Readable } from 'node:stream';
import type { FastifyError, FastifyInstance } from 'fastify';
import { RollcallError } from '../../observe/rollcall-error.js';
import { readFaults } from '../faults/fault.js';
import { recordOf } from '../users/user.js';
import type { World } from '../world.js';
import { ndjson } from './ndjson.js';
import { readJson } from './read-json.js';

/**
 * The sandbox under `/sandbox/`: its account, its users, its switches. Never counted, limited, delayed or faulted.
 * A wrong request is answered with `{"error": {"code", "message"}}`, the message saying what was expected.
 */
export function controlRoutes(app: FastifyInstance, world: World): void {
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .send(complaint('SANDBOX_ROUTE_UNKNOWN', 'Nothing is here; see the docs of the sandbox.')),
  );
  app.setErrorHandler((error: FastifyError | RollcallError, _request, reply) => {
    const unknown = error.code === 'SANDBOX_USER_UNKNOWN';
    const status =
      error instanceof RollcallError ? (unknown ? 404 : 400) : (error.statusCode ?? 500);
    return reply.code(status).send(complaint(error.code, error.message));
  });

  app.get('/account', () => world.account());
  app.get('/requests', () => world.books.recent());
  app.get('/users', (_request, reply) => {
    const lines = Readable.from(ndjson(world.users.identities()), { objectMode: false });
    return reply.type('application/x-ndjson').send(lines);
  });
  app.get<{ Params: { identifier: string } }>('/users/:identifier', (request) => {
    return recordOf(world.user(request.params.identifier));
  });

  app.get('/settings', () => world.settings);
  app.put('/settings', (request) => {
    world.configure(readJson(request.body));
    return world.settings;
  });

  app.get('/faults', () => world.faults.list());
  app.post('/faults', (request, reply) => {
    world.addFaults(readFaults(readJson(request.body)));
    return reply.code(201).send(world.faults.list());
  });
  app.delete('/faults', (_request, reply) => {
    world.faults.clear();
    return reply.code(204).send();
  });
  app.post('/reset', (_request, reply) => {
    world.reset();
    return reply.code(204).send();
  });
}

function complaint(code: string, message: string) {
  return { error: { code, message } };
}
