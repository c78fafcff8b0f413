import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { findUuid } from '../uuid.js';

/** What is taken of an event, and all that is: the rest may be personal data. */
export interface TenantEvent {
  /** The tenant's id of it, the same each time that it is delivered. */
  readonly jti: string;
  /** Like `account/v1/userCreated`. */
  readonly type: string;
  /** The uuid of the user whom it is about; null where it names none. */
  readonly sub: string | null;
  readonly issuedAt: Date;
}

/** Short and printable: it is stored, indexed and logged. */
const name = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/** `iat` in seconds, a `jti`, and `events` with one key (notifications-in-workflows). */
const claimsSchema = z.object({
  iat: z.number().positive(),
  jti: name,
  events: z.record(name, z.looseObject({ sub: z.unknown().optional() })),
});

/** Reads the claims of a token that is believed; null where they are not those of an event. */
export function readClaims(claims: JWTPayload): TenantEvent | null {
  const { data } = claimsSchema.safeParse(claims);
  const [event, ...others] = Object.entries(data?.events ?? {});
  if (data === undefined || event === undefined || others.length > 0) return null;
  const [type, { sub }] = event;
  const { jti, iat } = data;
  return { jti, type, sub: findUuid({ uuid: sub }), issuedAt: new Date(iat * 1_000) };
}
