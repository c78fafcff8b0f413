import type { Logger } from 'pino';
import type { ClientConfig } from '../config/client-config.js';
import { type Config, loadConfig } from '../config/load.js';
import { type ClientRecord, listClients } from '../ledger/clients.js';
import { type Ledger, openLedger } from '../ledger/open.js';
import { createLog } from '../observe/log.js';
import { RollcallError } from '../observe/rollcall-error.js';
import { type Engine, openEngine } from '../queue/engine.js';
import { InviteQueues } from '../queue/invite-queues.js';

/** What a command works with, opened when first asked for and closed together. */
export class Session {
  readonly config: Config;
  readonly log: Logger;
  #ledger: Promise<Ledger> | null = null;
  #engine: Promise<Engine> | null = null;
  #queues: InviteQueues | null = null;

  constructor(config: Config, defaultLevel: string) {
    this.config = config;
    this.log = createLog(config.logLevel ?? defaultLevel);
  }

  /** Opens the ledger, starting the embedded one if it is down. */
  ledger(): Promise<Ledger> {
    this.#ledger ??= openLedger(this.config);
    return this.#ledger;
  }

  async engine(): Promise<Engine> {
    const ledger = await this.ledger();
    this.#engine ??= openEngine(ledger, this.config.redisUrl);
    return this.#engine;
  }

  async queues(): Promise<InviteQueues> {
    const engine = await this.engine();
    this.#queues ??= new InviteQueues(engine);
    return this.#queues;
  }

  /** The client that a command works for: the one named, or the only one there is. */
  client(name: string | undefined): ClientConfig {
    return choose(this.config.clients, name, 'configured');
  }

  /** The same from the ledger, for commands that need no credentials. Null where none is named and there is not just one. */
  async clientRecord(name: string | undefined): Promise<ClientRecord | null> {
    const { pool } = await this.ledger();
    const clients = await listClients(pool);
    if (name === undefined) return null;
    return choose(clients, name, 'in the ledger');
  }

  /** Closes what was opened, the last first. What could not be opened has been reported to whoever asked for it. */
  async close(): Promise<void> {
    try {
      await this.#queues?.close();
      await (await settled(this.#engine))?.close();
    } finally {
      // Whatever the queue's engine may say: a ledger that stayed open would leave the embedded server running.
      await (await settled(this.#ledger))?.close();
    }
  }
}

async function settled<Value>(opening: Promise<Value> | null): Promise<Value | null> {
  return (await opening?.catch(() => null)) ?? null;
}

/** Opens a session, has the command do its work, and closes whatever was opened, however the work ends. */
export async function withSession<Result>(
  work: (session: Session) => Promise<Result>,
  defaultLevel = 'warn',
): Promise<Result> {
  const session = new Session(loadConfig(process.env, process.cwd()), defaultLevel);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

function choose<Client extends { readonly name: string }>(
  clients: readonly Client[],
  name: string | undefined,
  where: string,
): Client {
  const names = clients.map((client) => client.name).join(', ');
  const [first, ...others] = clients;
  if (first === undefined) {
    throw new RollcallError(
      'no_client',
      `No Next Identity client is ${where}. Set NEXT_IDENTITY_BASE_URL, NEXT_IDENTITY_CLIENT_ID, NEXT_IDENTITY_CLIENT_SECRET and NEXT_IDENTITY_REDIRECT_URI (a .env file will do), or write rollcall.config.json.`,
    );
  }
  if (name === undefined) {
    if (others.length === 0) return first;
    throw new RollcallError(
      'client_ambiguous',
      `Several clients are ${where}: name one with --client (${names}).`,
    );
  }
  const chosen = clients.find((client) => client.name === name);
  if (chosen !== undefined) return chosen;
  throw new RollcallError('client_unknown', `No client "${name}" is ${where}; there is: ${names}.`);
}
