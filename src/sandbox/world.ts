import type { Account } from './account/account.js';
import { Bookkeeper } from './account/bookkeeper.js';
import type { Client } from './clients.js';
import type { Clock } from './clock.js';
import type { Fault } from './faults/fault.js';
import { FaultPlan } from './faults/fault-plan.js';
import { Grants } from './grants/grants.js';
import { ClientLimits } from './limits/client-limits.js';
import { TokenLimit } from './limits/token-limit.js';
import { Mailbox } from './messages/mailbox.js';
import { type Random, seededRandom } from './random.js';
import { changeSettings, type Settings } from './settings.js';
import { SigningKeys } from './signing/signing-keys.js';
import { UserDirectory } from './users/user-directory.js';

/** What a world is begun with, and what a reset goes back to. */
export interface Beginning {
  readonly clients: ReadonlyMap<string, Client>;
  readonly settings: Settings;
  readonly faults: readonly Fault[];
  readonly clock: Clock;
  readonly seed: number;
  /** How many of the last calls are remembered one by one. */
  readonly recentCalls: number;
  /** How many of the last messages are kept. */
  readonly mailboxSize: number;
}

/** Everything that the sandbox knows; the endpoints and the control work on it. */
export class World {
  readonly clients: ReadonlyMap<string, Client>;
  readonly clock: Clock;
  /** Kept over a reset: who verifies signatures has fetched them and would not look again. */
  readonly keys = new SigningKeys();
  /** Where browsers and webhook targets find the sandbox, without a slash at its end. */
  publicUrl = '';
  readonly #beginning: Beginning;
  #state: State;

  constructor(beginning: Beginning) {
    this.clients = beginning.clients;
    this.clock = beginning.clock;
    this.#beginning = beginning;
    this.#state = begin(beginning);
  }

  get settings(): Settings {
    return this.#state.settings;
  }

  get users(): UserDirectory {
    return this.#state.users;
  }

  get limits(): ClientLimits {
    return this.#state.limits;
  }

  get faults(): FaultPlan {
    return this.#state.faults;
  }

  get books(): Bookkeeper {
    return this.#state.books;
  }

  get tokenLimit(): TokenLimit {
    return this.#state.tokenLimit;
  }

  get grants(): Grants {
    return this.#state.grants;
  }

  get mailbox(): Mailbox {
    return this.#state.mailbox;
  }

  /** The issuer of every token (unify-journeys-hosted-well-known). */
  get issuer(): string {
    return `${this.publicUrl}/`;
  }

  /** Changes the named settings. @throws RollcallError `SANDBOX_SETTINGS_INVALID` */
  configure(change: unknown): void {
    this.#state.settings = changeSettings(this.#state.settings, change);
  }

  addFaults(faults: readonly Fault[]): void {
    for (const fault of faults) this.#state.faults.add(fault, this.clock.now());
  }

  /** Everything that was received, counted. */
  account(): Account {
    return { ...this.#state.books.totals(), users: this.#state.users.totals() };
  }

  /** How long the next answer takes, in ms. */
  drawLatency(): number {
    const { min, max } = this.#state.settings.latencyMs;
    return max === 0 ? 0 : min + this.#state.latency() * (max - min);
  }

  /** Forgets everything and starts as at first: users, account, limits, faults, settings, random numbers. */
  reset(): void {
    this.#state = begin(this.#beginning);
  }
}

interface State {
  settings: Settings;
  readonly users: UserDirectory;
  readonly limits: ClientLimits;
  readonly tokenLimit: TokenLimit;
  readonly grants: Grants;
  readonly mailbox: Mailbox;
  readonly faults: FaultPlan;
  readonly books: Bookkeeper;
  readonly latency: Random;
}

function begin(beginning: Beginning): State {
  const { seed, settings, faults, clock, recentCalls, mailboxSize } = beginning;
  const plan = new FaultPlan(seed);
  for (const fault of faults) plan.add(fault, clock.now());
  return {
    settings,
    users: new UserDirectory(seededRandom(seed, 'uuids')),
    limits: new ClientLimits(),
    tokenLimit: new TokenLimit(),
    grants: new Grants(seed),
    mailbox: new Mailbox(mailboxSize),
    faults: plan,
    books: new Bookkeeper(recentCalls),
    latency: seededRandom(seed, 'latency'),
  };
}
