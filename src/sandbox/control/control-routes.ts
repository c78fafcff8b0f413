import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { RollcallError } from '../../observe/rollcall-error.js';
import type { Sandbox } from '../sandbox.js';
import { ndjson } from './ndjson.js';
import { readJson } from './read-json.js';

/**
 * The sandbox under `/sandbox/`: its account, its users, its switches. Never counted, limited, delayed or faulted.
 * A wrong request is answered with `{"error": {"code", "message"}}`, the message saying what was expected.
 */
export function controlRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.get('/sandbox/account', () => sandbox.account());
  app.get('/sandbox/requests', () => sandbox.recentCalls());
  app.get('/sandbox/users', (_request, reply) => {
    const lines = Readable.from(ndjson(sandbox.identities()), { objectMode: false });
    return reply.type('application/x-ndjson').send(lines);
  });
  app.get<{ Params: { identifier: string } }>('/sandbox/users/:identifier', (request) => {
    const user = sandbox.user(request.params.identifier);
    if (user === undefined) {
      throw new RollcallError(
        'SANDBOX_USER_UNKNOWN',
        'No user has this identifier; expected an address in lower case or a number as +4915112345678.',
      );
    }
    return user;
  });

  app.get('/sandbox/settings', () => sandbox.settings());
  app.put('/sandbox/settings', (request) => {
    sandbox.configure(readJson(request.body) as Parameters<Sandbox['configure']>[0]);
    return sandbox.settings();
  });

  app.get('/sandbox/faults', () => sandbox.faults());
  app.post('/sandbox/faults', (request, reply) => {
    sandbox.addFaults(readJson(request.body) as Parameters<Sandbox['addFaults']>[0]);
    return reply.code(201).send(sandbox.faults());
  });
  app.delete('/sandbox/faults', (_request, reply) => {
    sandbox.clearFaults();
    return reply.code(204).send();
  });
  app.post('/sandbox/reset', (_request, reply) => {
    sandbox.reset();
    return reply.code(204).send();
  });
}
