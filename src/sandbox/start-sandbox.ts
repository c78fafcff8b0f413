import { RollcallError } from '../observe/rollcall-error.js';
import { activatePeople } from './activation/activation-request.js';
import { rotateKey, setTargets } from './control/change-webhooks.js';
import { issueCode } from './control/issue-code.js';
import { seedUsers } from './control/seed-users.js';
import { createWorld } from './create-world.js';
import { readFaults } from './faults/fault.js';
import { Pending } from './http/pending.js';
import { createServer } from './http/server.js';
import { queryMailbox } from './messages/mailbox-query.js';
import type { Sandbox } from './sandbox.js';
import type { SandboxOptions } from './sandbox-options.js';
import { StateFile } from './state/state-file.js';
import { recordOf } from './users/user.js';

/**
 * Starts a local Next Identity, ready for calls when the promise resolves.
 *
 * @throws RollcallError `SANDBOX_CLIENTS_INVALID`, `SANDBOX_SETTINGS_INVALID`, `SANDBOX_FAULT_INVALID`,
 *   `SANDBOX_TARGETS_INVALID`, `SANDBOX_STATE_INVALID`, `SANDBOX_STATE_UNWRITABLE`, `SANDBOX_LISTEN_FAILED`
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, publicUrl, stateFile } = options;
  const world = await createWorld(options);
  const kept = stateFile === undefined ? null : await StateFile.open(world, stateFile);
  const pending = new Pending(world.clock);
  const app = createServer(world, pending);
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await kept?.close();
    throw new RollcallError(
      'SANDBOX_LISTEN_FAILED',
      `The sandbox cannot listen on ${host}:${port}; choose another port, or 0 for any that is free.`,
      { cause },
    );
  }
  const address = app.server.address();
  const bound = address !== null && typeof address === 'object' ? address.port : port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  world.publicUrl = (publicUrl ?? url).replace(/\/+$/, '');
  return {
    url,
    port: bound,
    account: () => world.account(),
    recentCalls: () => world.books.recent(),
    identities: () => world.users.identities(),
    user: (identifier) => {
      const user = world.users.find(identifier);
      return user === undefined ? undefined : recordOf(user);
    },
    settings: () => world.settings,
    configure: (settings) => world.configure(settings),
    addFaults: (faults) => world.addFaults(readFaults(faults)),
    faults: () => world.faults.list(),
    clearFaults: () => world.faults.clear(),
    seedUsers: (seeds) => seedUsers(world, seeds),
    activate: (request) => activatePeople(world, request),
    mailbox: (query = {}) => queryMailbox(world, query),
    issueCode: (request) => issueCode(world, request),
    webhooks: () => world.webhooks.report(),
    setWebhookTargets: (targets) => setTargets(world, targets),
    rotateSigningKey: () => rotateKey(world),
    reset: () => world.reset(),
    close: async () => {
      pending.close();
      world.close();
      await app.close();
      await kept?.close();
    },
  };
}
