import type { Pool } from 'pg';
import { run } from './statement.js';

/** A time zone, null for people who have none of their own, with the ledger's clock at the moment of reading. */
export interface ZoneNow {
  readonly timeZone: string | null;
  readonly now: Date;
}

/** A time zone in which messages may not go out before `until`. */
export interface ClosedZone {
  readonly timeZone: string | null;
  readonly until: Date;
}

/** The time zones of the `count` people of a client who are next to be queued. */
export function listPendingZones(pool: Pool, clientId: number, count: number): Promise<ZoneNow[]> {
  return run<ZoneNow & Record<string, unknown>>(pool, 'list-pending-zones', [clientId, count]);
}

/** Puts off those of the `count` people of a client who are next to be queued and are in a closed zone. */
export async function holdPending(
  pool: Pool,
  clientId: number,
  count: number,
  closed: readonly ClosedZone[],
): Promise<void> {
  await run(pool, 'hold-pending', [
    clientId,
    count,
    closed.map(({ timeZone }) => timeZone),
    closed.map(({ until }) => until),
  ]);
}

/** The time zone of somebody who has a job. */
export async function findZone(pool: Pool, inviteId: number): Promise<ZoneNow | null> {
  const [zone] = await run<ZoneNow & Record<string, unknown>>(pool, 'find-zone', [inviteId]);
  return zone ?? null;
}

/** Puts off the call for somebody who has a job; it gets another one when the time comes. */
export async function holdInvite(pool: Pool, inviteId: number, until: Date): Promise<void> {
  await run(pool, 'hold-invite', [inviteId, until]);
}
