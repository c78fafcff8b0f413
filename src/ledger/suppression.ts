import type { Pool } from 'pg';
import { type Connection, run } from './statement.js';

/** Who is meant: an address in lower case, or a number in E.164. */
export interface Identity {
  readonly authType: 'email' | 'sms';
  readonly identifier: string;
}

export interface NewSuppression extends Identity {
  readonly reason: string;
}

/** An address or number that is never called. */
export interface Suppression extends NewSuppression {
  readonly addedAt: Date;
}

export interface SuppressionCounts {
  /** Suppressed now. */
  readonly added: number;
  /** Suppressed before; the reason given then stands. */
  readonly known: number;
  /** Invites that were still to be called, and are cancelled. */
  readonly cancelled: number;
}

/**
 * Keeps people from being called, by every client: those who are still to be invited are cancelled, those who have been are
 * not written to again. A call that is under way is let finish.
 */
export async function suppress(
  pool: Pool,
  entries: readonly NewSuppression[],
): Promise<SuppressionCounts> {
  const [counts] = await run<SuppressionCounts & Record<string, number>>(pool, 'suppress', [
    entries.map(({ authType }) => authType),
    entries.map(({ identifier }) => identifier),
    entries.map(({ reason }) => reason),
  ]);
  if (counts === undefined) throw new Error('Expected suppress to return its counts');
  return counts;
}

/**
 * Lets people be called again. Those who have been invited go on by the policy; those who were cancelled stay so until an
 * operator retries them.
 *
 * @returns how many had been suppressed
 */
export async function unsuppress(pool: Pool, identities: readonly Identity[]): Promise<number> {
  const [counts] = await run<{ removed: number }>(pool, 'unsuppress', [
    identities.map(({ authType }) => authType),
    identities.map(({ identifier }) => identifier),
  ]);
  return counts?.removed ?? 0;
}

/** Everybody who is suppressed, the first added first. */
export function listSuppressed(pool: Pool): Promise<Suppression[]> {
  return run<Suppression & Record<string, unknown>>(pool, 'list-suppressed', [null, null]);
}

/** Which of these identifiers are suppressed. */
export function findSuppressed(
  pool: Connection,
  authType: Identity['authType'],
  identifiers: readonly string[],
): Promise<Suppression[]> {
  return run<Suppression & Record<string, unknown>>(pool, 'list-suppressed', [
    authType,
    identifiers,
  ]);
}
