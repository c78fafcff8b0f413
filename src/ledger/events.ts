import type { Pool } from 'pg';
import { run } from './statement.js';

/** An event of Next Identity that was verified: what is kept of it. */
export interface NewEvent {
  /** The client whose tenant sent it. */
  readonly clientId: number;
  /** The token's own id, by which a repeated delivery is known. */
  readonly jti: string;
  /** The key under `events` in the token, such as `account/v1/register`. */
  readonly type: string;
  /** The user's uuid; null where the event names none. */
  readonly sub: string | null;
  /** When Next Identity says that it happened. */
  readonly issuedAt: Date;
}

/** Keeps an event until it is handled. One that was kept before, of the same client and `jti`, is a `duplicate`. */
export async function recordEvent(
  pool: Pool,
  { clientId, jti, type, sub, issuedAt }: NewEvent,
): Promise<'new' | 'duplicate'> {
  const kept = await run(pool, 'record-event', [clientId, jti, type, sub, issuedAt]);
  return kept.length > 0 ? 'new' : 'duplicate';
}
