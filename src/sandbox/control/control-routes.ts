import { Readable } from 'node:stream';
import type { FastifyError, FastifyInstance } from 'fastify';
import { RollcallError } from '../../observe/rollcall-error.js';
import { activatePeople } from '../activation/activation-request.js';
import { readFaults } from '../faults/fault.js';
import { recordOf } from '../users/user.js';
import type { World } from '../world.js';
import { advanceClock, readClock } from './advance-clock.js';
import { rotateKey, setTargets } from './change-webhooks.js';
import { issueCode } from './issue-code.js';
import { mailboxRoutes } from './mailbox-routes.js';
import { ndjson } from './ndjson.js';
import { readJson } from './read-json.js';
import { seedUsers } from './seed-users.js';

/** Room for a list of some hundred thousand users to seed. */
const SEEDS_BYTES = 64 * 1024 * 1024;

/** What is not a wrong request but a request for what is not there, or cannot be done. */
const STATUS = new Map([
  ['SANDBOX_USER_UNKNOWN', 404],
  ['SANDBOX_MESSAGE_UNKNOWN', 404],
  ['SANDBOX_CLOCK_RUNS', 409],
]);

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
    const status =
      error instanceof RollcallError ? (STATUS.get(error.code) ?? 400) : (error.statusCode ?? 500);
    return reply.code(status).send(complaint(error.code, error.message));
  });

  app.get('/account', () => world.account());
  app.get('/requests', () => world.books.recent());
  app.get('/users', (_request, reply) => {
    const lines = Readable.from(ndjson(world.users.identities()), { objectMode: false });
    return reply.type('application/x-ndjson').send(lines);
  });
  app.post('/users', { bodyLimit: SEEDS_BYTES }, (request, reply) => {
    const created = seedUsers(world, readJson(request.body));
    return reply.code(201).send({ created, users: world.users.totals().users });
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

  app.post('/activations', (request) => activatePeople(world, readJson(request.body)));
  app.post('/codes', (request, reply) =>
    reply.code(201).send({ code: issueCode(world, readJson(request.body)) }),
  );
  app.get('/clock', () => readClock(world));
  app.post('/clock', (request) => advanceClock(world, readJson(request.body)));

  app.get('/webhooks', () => world.webhooks.report());
  app.put('/webhooks/targets', (request) => {
    setTargets(world, readJson(request.body));
    return world.webhooks.targets;
  });
  app.post('/webhooks/keys', async (_request, reply) =>
    reply.code(201).send({ kid: await rotateKey(world) }),
  );
  mailboxRoutes(app, world);

  app.post('/reset', (_request, reply) => {
    world.reset();
    return reply.code(204).send();
  });
}

function complaint(code: string, message: string) {
  return { error: { code, message } };
}
