import type { Pool } from 'pg';
import { crashPoint } from '../observe/crash-point.js';
import { type ActivationResult, markActivated } from './activation.js';
import { run, transaction } from './statement.js';

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

/**
 * What an event brought: an activation, nothing that was not known, nothing because of its type, or nothing because the
 * person is unknown; that one is handled again if the person becomes known.
 */
export type EventOutcome = 'activated' | 'no-change' | 'ignored' | 'unknown-person';

/** The events of a client within the time for which they are kept, counted by what came of them. */
export interface EventCounts {
  readonly received: number;
  /** Not handled yet. */
  readonly open: number;
  readonly activated: number;
  readonly noChange: number;
  readonly ignored: number;
  readonly unknownPerson: number;
  readonly lastReceivedAt: Date | null;
}

interface OpenEvent {
  readonly id: number;
  readonly type: string;
  readonly sub: string | null;
  readonly issuedAt: Date;
}

/** Events handled in one transaction. */
const SET = 1_000;

/**
 * How long events are kept that brought nothing. A tenant tells of every sign-in of everybody, so that they would come
 * to outweigh all else. Those of people who become known within it are handled again; repeated deliveries, which come within
 * half an hour, are known by them.
 */
export const EVENTS_KEPT_DAYS = 30;
const KEPT_MS = EVENTS_KEPT_DAYS * 86_400_000;
/** Dropped in one statement: more than can come in between two sweeps. */
const DROPPED_AT_ONCE = 10_000;

/** Keeps an event until it is handled. One that was kept before, of the same client and `jti`, is a `duplicate`. */
export async function recordEvent(
  pool: Pool,
  { clientId, jti, type, sub, issuedAt }: NewEvent,
): Promise<'new' | 'duplicate'> {
  const kept = await run(pool, 'record-event', [clientId, jti, type, sub, issuedAt]);
  return kept.length > 0 ? 'new' : 'duplicate';
}

/**
 * Takes a set of a client's open events, the oldest first, and does what they say.
 *
 * @param activating types that tell of an activation
 * @returns what came of each; empty where none is open
 */
export function handleOpenEvents(
  pool: Pool,
  clientId: number,
  activating: readonly string[],
): Promise<EventOutcome[]> {
  return transaction(pool, async (connection) => {
    // Locked by a statement of their own: an invite that gets its uuid meanwhile is in sight of the next statement, and
    // one that gets it later waits for this lock and opens the events again.
    const events = await run<OpenEvent>(connection, 'lock-events', [clientId, SET]);
    if (events.length === 0) return [];
    const telling = events.flatMap(({ id, type, sub, issuedAt }) =>
      sub !== null && activating.includes(type) ? [{ id, uuid: sub, at: issuedAt }] : [],
    );
    const results = await markActivated(connection, clientId, 'webhook', telling);
    crashPoint('events: people marked');
    const told = new Map(telling.map(({ id }, n) => [id, OUTCOMES[results[n] ?? 'unknown']]));
    const outcomes = events.map(({ id }) => told.get(id) ?? 'ignored');
    await run(connection, 'close-events', [events.map(({ id }) => id), outcomes]);
    return outcomes;
  });
}

const OUTCOMES: Readonly<Record<ActivationResult, EventOutcome>> = {
  activated: 'activated',
  already: 'no-change',
  'not-invited': 'no-change',
  unknown: 'unknown-person',
};

/** Drops events of a client that brought nothing and have been kept long enough, a bounded number. Returns how many. */
export async function dropOldEvents(pool: Pool, clientId: number): Promise<number> {
  const dropped = await run(pool, 'drop-events', [clientId, KEPT_MS, DROPPED_AT_ONCE]);
  return dropped.length;
}

/** Whether events of these clients wait to be handled. */
export async function hasOpenEvents(pool: Pool, clientIds: readonly number[]): Promise<boolean> {
  return (await run(pool, 'find-open-event', [clientIds])).length > 0;
}

export async function countEvents(pool: Pool, clientId: number): Promise<EventCounts> {
  const [counts] = await run<EventCounts & Record<string, unknown>>(pool, 'count-events', [
    clientId,
    KEPT_MS,
  ]);
  if (counts === undefined) throw new Error('Expected count-events to return a row');
  return counts;
}
