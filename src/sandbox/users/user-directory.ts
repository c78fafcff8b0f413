import { AUTH_TYPES, type AuthType, type Client } from '../clients.js';
import { type Random, randomUuid } from '../random.js';
import {
  type IdentityRecord,
  identitiesOf,
  linkOf,
  newLink,
  type User,
  type UserRecord,
} from './user.js';

/** One pre-registration whose request has passed all checks. */
export interface PreRegistration {
  readonly client: Client;
  readonly authType: AuthType;
  /** Normalised: an address in lower case, or a number in E.164. */
  readonly identifier: string;
  readonly profile: Record<string, unknown>;
  readonly resend: boolean;
  readonly existingUser: 'linked' | 'in-use';
}

/** What became of it. */
export type Registered =
  | { readonly kind: 'created' | 'resent' | 'existing'; readonly uuid: string }
  | { readonly kind: 'in-use' };

/** How often each thing happened, over all identities. */
export interface UserTotals {
  users: number;
  created: number;
  existing: number;
  inUse: number;
  resent: number;
  messages: number;
}

/** The tenant's users, shared by all its clients. */
export class UserDirectory {
  readonly #users: Record<AuthType, Map<string, User>> = { email: new Map(), sms: new Map() };
  readonly #random: Random;
  readonly #totals = { created: 0, existing: 0, inUse: 0, resent: 0, messages: 0 };

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
      return { kind: 'in-use' };
    }
    link.linked = true;
    if (call.client.resourceAccess !== undefined) user.profile[call.client.resourceAccess] = true;
    if (!call.resend) {
      link.existing += 1;
      this.#totals.existing += 1;
      return { kind: 'existing', uuid: user.uuid };
    }
    link.resent += 1;
    link.messages += 1;
    this.#totals.resent += 1;
    this.#totals.messages += 1;
    return { kind: 'resent', uuid: user.uuid };
  }

  #create({ client, authType, identifier, profile }: PreRegistration): Registered {
    const uuid = randomUuid(this.#random);
    const link = { ...newLink(client.clientId), linked: true, created: 1, messages: 1 };
    // Made with its first link: an empty list that is pushed to keeps room for 16 more, a quarter of all memory.
    this.#users[authType].set(identifier, { uuid, authType, identifier, profile, links: [link] });
    this.#totals.created += 1;
    this.#totals.messages += 1;
    return { kind: 'created', uuid };
  }

  /** The user with this address (in any case) or number (in E.164). */
  find(text: string): UserRecord | undefined {
    const identifier = text.toLowerCase();
    for (const authType of AUTH_TYPES) {
      const user = this.#users[authType].get(identifier);
      if (user !== undefined) {
        const { uuid, profile } = user;
        return { uuid, authType, identifier, profile, identities: identitiesOf(user) };
      }
    }
    return undefined;
  }

  /** Every identity, in the order in which its user came; read one by one, so that a million need no list. */
  *identities(): Generator<IdentityRecord, void> {
    for (const authType of AUTH_TYPES) {
      for (const user of this.#users[authType].values()) yield* identitiesOf(user);
    }
  }

  /** Counts over all identities, kept as they happen. */
  totals(): UserTotals {
    return { users: this.#users.email.size + this.#users.sms.size, ...this.#totals };
  }
}
