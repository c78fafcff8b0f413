import type { Account } from './account/account.js';
import { Bookkeeper } from './account/bookkeeper.js';
import type { Client } from './clients.js';
import type { Clock } from './clock.js';
import type { Fault } from './faults/fault.js';
import { FaultPlan } from './faults/fault-plan.js';
import { ClientLimits } from './limits/client-limits.js';
import { type Random, seededRandom } from './random.js';
import { changeSettings, type Settings } from './settings.js';
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
}

/** Everything that the sandbox knows; the endpoints and the control work on it. */
export class World {
  readonly clients: ReadonlyMap<string, Client>;
  readonly clock: Clock;
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
  readonly faults: FaultPlan;
  readonly books: Bookkeeper;
  readonly latency: Random;
}

function begin({ seed, settings, faults, clock, recentCalls }: Beginning): State {
  const plan = new FaultPlan(seed);
  for (const fault of faults) plan.add(fault, clock.now());
  return {
    settings,
    users: new UserDirectory(seededRandom(seed, 'uuids')),
    limits: new ClientLimits(),
    faults: plan,
    books: new Bookkeeper(recentCalls),
    latency: seededRandom(seed, 'latency'),
  };
}
