import type { Pool } from 'pg';
import { allowedFrom, type OpenHours } from '../src/invite/open-hours.js';
import { findZone, holdInvite, holdPending, listPendingZones } from '../src/ledger/held.js';

/**
 * Holds first invitations that are next in line until the hours are open where their people live.
 *
 * @param count people looked at; those after them are looked at by the next sweep
 * @returns whether anybody had to be held
 */
export async function holdNextFirst(
  pool: Pool,
  clientId: number,
  hours: OpenHours,
  count: number,
): Promise<boolean> {
  const zones = await listPendingZones(pool, clientId, count);
  const closed = zones.flatMap(({ timeZone, now }) => {
    const until = allowedFrom(hours, timeZone, now);
    return until > now ? [{ timeZone, until }] : [];
  });
  if (closed.length === 0) return false;
  await holdPending(pool, clientId, count, closed);
  return true;
}

/** Holds one first invitation whose turn has come after the hours were closed. Returns whether it had to be. */
export async function holdFirst(pool: Pool, inviteId: number, hours: OpenHours): Promise<boolean> {
  const zone = await findZone(pool, inviteId);
  if (zone === null) return false;
  const until = allowedFrom(hours, zone.timeZone, zone.now);
  if (until <= zone.now) return false;
  await holdInvite(pool, inviteId, until);
  return true;
}
