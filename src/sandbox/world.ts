import { RollcallError } from '../observe/rollcall-error.js';
import type { Account } from './account/account.js';
import { Bookkeeper } from './account/bookkeeper.js';
import { activateUser } from './activation/activate-user.js';
import { ActivationSchedule } from './activation/activation-schedule.js';
import type { AuthType, Client } from './clients.js';
import type { Clock } from './clock.js';
import type { Fault } from './faults/fault.js';
import { FaultPlan } from './faults/fault-plan.js';
import { Grants, type LinkGrant } from './grants/grants.js';
import { ClientLimits } from './limits/client-limits.js';
import { TokenLimit } from './limits/token-limit.js';
import { Mailbox } from './messages/mailbox.js';
import { type Random, seededRandom } from './random.js';
import { changeSettings, type Settings } from './settings.js';
import { SigningKeys } from './signing/signing-keys.js';
import type { User } from './users/user.js';
import { UserDirectory } from './users/user-directory.js';
import { eventToken } from './webhooks/event-token.js';
import { Webhooks, type WebhookWorld } from './webhooks/webhooks.js';

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
  readonly webhookTargets: readonly string[];
  /** How often this world was taken up from a file; 0 for a new one. */
  readonly generation: number;
}

/** Everything that the sandbox knows; the endpoints and the control work on it. */
export class World {
  readonly clients: ReadonlyMap<string, Client>;
  readonly clock: Clock;
  /** Kept over a reset: who verifies signatures has fetched them and would not look again. */
  readonly keys = new SigningKeys();
  /** Where browsers and webhook targets find the sandbox, without a slash at its end. */
  publicUrl = '';
  #changes = 0;
  readonly #beginning: Beginning;
  #state: State;

  constructor(beginning: Beginning) {
    this.clients = beginning.clients;
    this.clock = beginning.clock;
    this.#beginning = beginning;
    this.#state = begin(beginning, this);
  }

  get seed(): number {
    return this.#beginning.seed;
  }

  get generation(): number {
    return this.#beginning.generation;
  }

  /** A number that grows with everything that a state file would have to be written for, and seldom without. */
  get changes(): number {
    const { books, users, mailbox } = this.#state;
    return this.#changes + books.calls + users.totals().activated + mailbox.sent;
  }

  /** Tells that the control changed something; calls, messages and activations tell by themselves. */
  changed(): void {
    this.#changes += 1;
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

  get webhooks(): Webhooks {
    return this.#state.webhooks;
  }

  get activations(): ActivationSchedule {
    return this.#state.activations;
  }

  /** Decides who activates, and when. */
  get activationRandom(): Random {
    return this.#state.activationRandom;
  }

  /** The issuer of every token (unify-journeys-hosted-well-known). */
  get issuer(): string {
    return `${this.publicUrl}/`;
  }

  /** Where the link leads: an e-mail's to the call to action, an SMS's to the form at once (hosted pre-register). */
  linkUrl(link: LinkGrant, authType: AuthType): string {
    const path = authType === 'email' ? '/activate' : '/activate/form';
    return `${this.publicUrl}${path}?token=${this.grants.link(link)}`;
  }

  /** The user with this address or number. @throws RollcallError `SANDBOX_USER_UNKNOWN` */
  user(identifier: string): User {
    const user = this.users.find(identifier);
    if (user === undefined) {
      throw new RollcallError(
        'SANDBOX_USER_UNKNOWN',
        'No user has this identifier; expected an address, or a number as +4915112345678.',
      );
    }
    return user;
  }

  /** Changes the named settings. @throws RollcallError `SANDBOX_SETTINGS_INVALID` */
  configure(change: unknown): void {
    this.#state.settings = changeSettings(this.#state.settings, change);
    this.changed();
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
    this.#changes = this.changes + 1;
    this.close();
    this.#state = begin(this.#beginning, this);
  }

  /** Lets nothing happen any more by itself. */
  close(): void {
    this.#state.webhooks.close();
    this.#state.activations.close();
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
  readonly webhooks: Webhooks;
  readonly activations: ActivationSchedule;
  readonly activationRandom: Random;
}

function begin(beginning: Beginning, world: World): State {
  const { seed, generation, settings, faults, clock, recentCalls, mailboxSize } = beginning;
  // Drawn from the same numbers again, new users would get the uuids of those who are there.
  const uuids = generation === 0 ? 'uuids' : `uuids ${generation}`;
  const plan = new FaultPlan(seed);
  for (const fault of faults) plan.add(fault, clock.now());
  const webhookWorld: WebhookWorld = {
    clock,
    get settings() {
      return world.settings;
    },
    token: (event) => eventToken(world, event),
  };
  return {
    settings,
    users: new UserDirectory(seededRandom(seed, uuids)),
    limits: new ClientLimits(),
    tokenLimit: new TokenLimit(),
    grants: new Grants(seed),
    mailbox: new Mailbox(mailboxSize),
    faults: plan,
    books: new Bookkeeper(recentCalls),
    latency: seededRandom(seed, 'latency'),
    webhooks: new Webhooks(webhookWorld, beginning.webhookTargets),
    activations: new ActivationSchedule(clock, (user, clientId) =>
      activateUser(world, user, clientId),
    ),
    activationRandom: seededRandom(seed, 'activations'),
  };
}
