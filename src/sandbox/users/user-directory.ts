import { AUTH_TYPES, type AuthType, type Client } from '../clients.js';
import { type Random, randomUuid } from '../random.js';
import { type IdentityRecord, identitiesOf, linkOf, newLink, newUser, type User } from './user.js';

/** One pre-registration whose request has passed all checks. */
export interface PreRegistration {
  readonly client: Client;
  readonly authType: AuthType;
  /** Normalised: an address in lower case, or a number in E.164. */
  readonly identifier: string;
  readonly profile: Record<string, unknown>;
  readonly resend: boolean;
  readonly existingUser: 'linked' | 'in-use';
  /** Whether the message of a resend goes out. */
  readonly mayResend: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What became of it. */
export interface Registered {
  readonly kind: 'created' | 'resent' | 'existing' | 'in-use';
  readonly user: User;
  /** The message that is to be sent: the how-manieth it is of this client to this user; 0 for none. */
  readonly message: number;
}

/** How often each thing happened, over all identities. */
export interface UserTotals {
  users: number;
  created: number;
  existing: number;
  inUse: number;
  resent: number;
  messages: number;
  activated: number;
}

/** The tenant's users, shared by all its clients. */
export class UserDirectory {
  readonly #users: Record<AuthType, Map<string, User>> = { email: new Map(), sms: new Map() };
  /** Made when first asked for: a tenth of the memory, which a load test of invitations has no use for. */
  #byUuid: Map<string, User> | null = null;
  readonly #random: Random;
  readonly #totals = { created: 0, existing: 0, inUse: 0, resent: 0, messages: 0, activated: 0 };

  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * Creates the user, sends the invitation again, or links the user who is there already to this client
   * (unify-journeys-api-pre-register): an existing user's profile stays as it is, but for the client's own
   * `resourceAccess` attribute, which becomes true.
   *
   * Assumptions, as no page says it: `resend` of somebody unknown creates them; `resend` of a user who is not linked
   * to this client links them, with the attribute; a new user has the attribute only if the call sets it.
   */
  preRegister(call: PreRegistration): Registered {
    const user = this.#users[call.authType].get(call.identifier);
    if (user === undefined) return this.#create(call);
    const link = linkOf(user, call.client.clientId);
    if (!call.resend && call.existingUser === 'in-use') {
      link.inUse += 1;
      this.#totals.inUse += 1;
      return { kind: 'in-use', user, message: 0 };
    }
    link.linked = true;
    if (call.client.resourceAccess !== undefined) user.profile[call.client.resourceAccess] = true;
    if (!call.resend) {
      link.existing += 1;
      this.#totals.existing += 1;
      return { kind: 'existing', user, message: 0 };
    }
    link.resent += 1;
    this.#totals.resent += 1;
    const message = call.mayResend ? this.countMessage(user, call.client.clientId, call.now) : 0;
    return { kind: 'resent', user, message };
  }

  #create({ client, authType, identifier, profile, now }: PreRegistration): Registered {
    const uuid = randomUuid(this.#random);
    const link = newLink(client.clientId);
    link.linked = true;
    link.created = 1;
    const user = newUser({ uuid, authType, identifier, profile, link });
    this.#keep(user);
    this.#totals.created += 1;
    return { kind: 'created', user, message: this.countMessage(user, client.clientId, now) };
  }

  /** A user who was there before the first call, linked to the client; or the one who is there already. */
  seed(seed: Pick<PreRegistration, 'client' | 'authType' | 'identifier' | 'profile'>): {
    readonly user: User;
    readonly isNew: boolean;
  } {
    const { client, authType, identifier, profile } = seed;
    const existing = this.#users[authType].get(identifier);
    if (existing !== undefined) {
      linkOf(existing, client.clientId).linked = true;
      return { user: existing, isNew: false };
    }
    const uuid = randomUuid(this.#random);
    const link = newLink(client.clientId);
    link.linked = true;
    const user = newUser({ uuid, authType, identifier, profile, link });
    this.#keep(user);
    return { user, isNew: true };
  }

  /** Takes a user who was kept in a file, with what they count for. */
  restore(user: User): void {
    this.#keep(user);
    if (user.activatedAt !== null) this.#totals.activated += 1;
    for (const link of user.links) {
      this.#totals.created += link.created;
      this.#totals.existing += link.existing;
      this.#totals.inUse += link.inUse;
      this.#totals.resent += link.resent;
      this.#totals.messages += link.messages;
    }
  }

  #keep(user: User): void {
    this.#users[user.authType].set(user.identifier, user);
    this.#byUuid?.set(user.uuid, user);
  }

  /** Counts a message of the client to the user, and gives its number among them, from 1. */
  countMessage(user: User, clientId: string, now: number): number {
    const link = linkOf(user, clientId);
    link.messages += 1;
    link.sentAt = now;
    this.#totals.messages += 1;
    return link.messages;
  }

  /** Marks the user as activated; false for who was already. */
  activate(user: User, now: number): boolean {
    if (user.activatedAt !== null) return false;
    user.activatedAt = now;
    user.termsAcceptedAt = now;
    this.#totals.activated += 1;
    return true;
  }

  /** The user with this address (in any case) or number (in E.164), of any auth type or of this one. */
  find(text: string, authTypes: readonly AuthType[] = AUTH_TYPES): User | undefined {
    const identifier = text.toLowerCase();
    for (const authType of authTypes) {
      const user = this.#users[authType].get(identifier);
      if (user !== undefined) return user;
    }
    return undefined;
  }

  byUuid(uuid: string): User | undefined {
    if (this.#byUuid === null) {
      this.#byUuid = new Map();
      for (const user of this.all()) this.#byUuid.set(user.uuid, user);
    }
    return this.#byUuid.get(uuid);
  }

  /** Every user (of these auth types), those with addresses first, in the order in which they came. */
  *all(authTypes: readonly AuthType[] = AUTH_TYPES): Generator<User, void> {
    for (const authType of authTypes) yield* this.#users[authType].values();
  }

  /** Every identity, in the order in which its user came; read one by one, so that a million need no list. */
  *identities(): Generator<IdentityRecord, void> {
    for (const user of this.all()) yield* identitiesOf(user);
  }

  /** Counts over all identities, kept as they happen. */
  totals(): UserTotals {
    return { users: this.#users.email.size + this.#users.sms.size, ...this.#totals };
  }
}
