import type { User } from '../users/user.js';

/** What a message is to bring the person to do. */
export type MessageKind = 'activation' | 'pin';

/** A message that the sandbox "sent". The link or PIN in it is made when somebody looks. */
export interface Message {
  /** Counts from 1 since the start or the last reset. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: MessageKind;
  readonly user: User;
  readonly clientId: string;
  readonly redirectUri: string;
  /** As the call had it; empty where it had none. */
  readonly locale: string;
  /** The how-manieth message of this client to this user. */
  readonly ordinal: number;
}
