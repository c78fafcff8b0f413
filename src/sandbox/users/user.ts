import type { AuthType } from '../clients.js';

/**
 * One user, and what each client did with them. A million of these are held at once, so both kinds of record keep
 * one shape and only small numbers.
 */
export interface User {
  readonly uuid: string;
  readonly authType: AuthType;
  /** The address in lower case, or the number in E.164. */
  readonly identifier: string;
  /** The `profile_fields` of the call that created the user, under their form names. */
  readonly profile: Record<string, unknown>;
  readonly links: Link[];
  /** Milliseconds since 1970, or null for who has not. */
  activatedAt: number | null;
  /** When the terms were last accepted, milliseconds since 1970. */
  termsAcceptedAt: number | null;
}

/** What one client did with one user: the sandbox's account of an identity. */
export interface Link {
  readonly clientId: string;
  /** Whether the user belongs to this client; a call that was refused as in use leaves no link. */
  linked: boolean;
  /** Calls answered 201 that created the user. */
  created: number;
  /** Calls answered 200: the user was there, no message went out. */
  existing: number;
  /** Calls answered 422 because the identifier is in use. */
  inUse: number;
  /** Calls answered 201 that sent the invitation again. */
  resent: number;
  /** Messages sent to the person. */
  messages: number;
  /** When the last of them was, milliseconds since 1970; 0 for never. */
  sentAt: number;
}

/** An identity (client, auth type, identifier) as it is reported. */
export interface IdentityRecord extends Readonly<Link> {
  readonly authType: AuthType;
  readonly identifier: string;
  readonly uuid: string;
  readonly activatedAt: number | null;
}

/** A user with all their identities as they are reported. */
export interface UserRecord {
  readonly uuid: string;
  readonly authType: AuthType;
  readonly identifier: string;
  readonly activatedAt: number | null;
  readonly termsAcceptedAt: number | null;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly identities: readonly IdentityRecord[];
}

/** The user's record for `clientId`, begun if there is none. */
export function linkOf(user: User, clientId: string): Link {
  for (const link of user.links) if (link.clientId === clientId) return link;
  const link = newLink(clientId);
  user.links.push(link);
  return link;
}

/** A record in which nothing has happened yet. */
export function newLink(clientId: string): Link {
  return {
    clientId,
    linked: false,
    created: 0,
    existing: 0,
    inUse: 0,
    resent: 0,
    messages: 0,
    sentAt: 0,
  };
}

/**
 * A user with their first link. The list is made with it: an empty one that is pushed to keeps room for 16 more, a
 * quarter of all memory.
 */
export function newUser({
  uuid,
  authType,
  identifier,
  profile,
  link,
}: Pick<User, 'uuid' | 'authType' | 'identifier' | 'profile'> & { readonly link: Link }): User {
  const links = [link];
  return { uuid, authType, identifier, profile, links, activatedAt: null, termsAcceptedAt: null };
}

/** One record for each client that called with this user's identifier. */
export function identitiesOf(user: User): IdentityRecord[] {
  const { authType, identifier, uuid, activatedAt } = user;
  return user.links.map((link) => ({ authType, identifier, uuid, activatedAt, ...link }));
}

/** The user as they are reported. */
export function recordOf(user: User): UserRecord {
  const { uuid, authType, identifier, activatedAt, termsAcceptedAt, profile } = user;
  const identities = identitiesOf(user);
  return { uuid, authType, identifier, activatedAt, termsAcceptedAt, profile, identities };
}
