import { randomInt } from 'node:crypto';
import { RollcallError } from '../observe/rollcall-error.js';
import { activatePeople } from './activation/activation-request.js';
import { type ClientOptions, DEFAULT_CLIENTS, readClients } from './clients.js';
import { type Clock, systemClock } from './clock.js';
import { issueCode } from './control/issue-code.js';
import { seedUsers } from './control/seed-users.js';
import { type Fault, readFaults } from './faults/fault.js';
import { Pending } from './http/pending.js';
import { createServer } from './http/server.js';
import { queryMailbox } from './messages/mailbox-query.js';
import type { Sandbox } from './sandbox.js';
import { changeSettings, DEFAULT_SETTINGS, type SettingsInput } from './settings.js';
import { recordOf } from './users/user.js';
import { readTargets } from './webhooks/targets.js';
import { World } from './world.js';

/** How a sandbox is started; beside these, any of the settings. */
export interface SandboxOptions extends Partial<SettingsInput> {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any that is free. */
  readonly port?: number;
  /** Default one client, `sandbox` with the secret `sandbox-secret`. */
  readonly clients?: readonly ClientOptions[];
  readonly faults?: readonly Fault[];
  /** Makes uuids, latencies and faults come the same again. Default: drawn anew. */
  readonly seed?: number;
  /** How many of the last calls are remembered one by one. Default 1,000. */
  readonly recentCalls?: number;
  /** How many of the last messages the mailbox keeps. Default 1,000. */
  readonly mailboxSize?: number;
  /**
   * Where browsers and webhook targets find the sandbox, if not where it listens (a container, a proxy). It is the
   * base of links, of the issuer and of the JWKS.
   */
  readonly publicUrl?: string;
  /** URLs that webhooks are sent to. Default none. */
  readonly webhookTargets?: readonly string[];
  readonly clock?: Clock;
}

/**
 * Starts a local Next Identity, ready for calls when the promise resolves.
 *
 * @throws RollcallError `SANDBOX_CLIENTS_INVALID`, `SANDBOX_SETTINGS_INVALID`, `SANDBOX_FAULT_INVALID`,
 *   `SANDBOX_LISTEN_FAILED`
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const {
    host = '127.0.0.1',
    port = 0,
    clients,
    faults,
    seed,
    recentCalls,
    mailboxSize,
    publicUrl,
    webhookTargets,
    clock,
    ...given
  } = options;
  const world = new World({
    clients: readClients(clients ?? DEFAULT_CLIENTS),
    settings: changeSettings(DEFAULT_SETTINGS, given),
    faults: readFaults(faults ?? []),
    clock: clock ?? systemClock,
    seed: seed ?? randomInt(2 ** 31),
    recentCalls: recentCalls ?? 1_000,
    mailboxSize: mailboxSize ?? 1_000,
    webhookTargets: readTargets(webhookTargets ?? []),
  });
  const pending = new Pending(world.clock);
  const app = createServer(world, pending);
  try {
    await app.listen({ host, port });
  } catch (cause) {
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
    setWebhookTargets: (targets) => world.webhooks.setTargets(readTargets(targets)),
    rotateSigningKey: () => world.keys.rotate(),
    reset: () => world.reset(),
    close: async () => {
      pending.close();
      world.close();
      await app.close();
    },
  };
}
