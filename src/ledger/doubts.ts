import type { Pool } from 'pg';
import { crashPoint } from '../observe/crash-point.js';
import { type ActivationReport, markActivated } from './activation.js';
import type { PersonToFind } from './look-ups.js';
import { type Connection, run, transaction } from './statement.js';

/** Somebody about whom it is not known whether a call arrived, and for whom no other is made by itself. */
export interface PersonInDoubt extends PersonToFind {
  /** A look-up has found nobody before, and had the person called from the start. */
  readonly wasStartedOver: boolean;
}

/** How a doubt ends, or with which finding it is kept for the operator. */
export interface Resolution {
  readonly inviteId: number;
  readonly state: 'invited' | 'pending' | 'unknown';
  readonly uuid: string | null;
  readonly code: string;
  readonly message: string | null;
}

/** The code of an invite that is called from the start because a look-up found nobody. */
export const NOT_ARRIVED = 'call_had_not_arrived';

/**
 * People of a client who have been in doubt for `doubtMs` at least and have not been looked up since, at most `limit`.
 *
 * @param doubtMs long enough that no lost call can still be under way
 */
export async function listGivenUp(
  pool: Pool,
  clientId: number,
  doubtMs: number,
  limit: number,
): Promise<number[]> {
  const rows = await run<{ id: number }>(pool, 'list-given-up', [clientId, doubtMs, limit]);
  return rows.map(({ id }) => id);
}

/** Those of `inviteIds` who are still in doubt. */
export function readPeopleInDoubt(
  pool: Pool,
  inviteIds: readonly number[],
): Promise<PersonInDoubt[]> {
  return run<PersonInDoubt & Record<string, unknown>>(pool, 'list-in-doubt', [
    inviteIds,
    NOT_ARRIVED,
  ]);
}

/**
 * Ends doubts by what a look-up has found, and records who of the people has activated. Both or neither: nobody asks about them
 * once more.
 *
 * @returns how many doubts have ended
 */
export function endDoubts(
  pool: Pool,
  clientId: number,
  resolutions: readonly Resolution[],
  activated: readonly ActivationReport[],
): Promise<number> {
  return transaction(pool, async (connection) => {
    const resolved = await saveResolutions(connection, resolutions);
    crashPoint('resolve-unknown: doubts ended');
    await markActivated(connection, clientId, 'look-up', activated);
    return resolved;
  });
}

/** People who are no longer in doubt, or will be called again by themselves, are left alone. Returns how many doubts ended. */
async function saveResolutions(
  connection: Connection,
  resolutions: readonly Resolution[],
): Promise<number> {
  const resolved = await run(connection, 'resolve-unknown', [
    resolutions.map(({ inviteId }) => inviteId),
    resolutions.map(({ state }) => state),
    resolutions.map(({ uuid }) => uuid),
    resolutions.map(({ code }) => code),
    resolutions.map(({ message }) => message),
  ]);
  return resolved.length;
}

/**
 * Ends doubts as an operator says: the lost call invited the person, or it did not and they are called from the start. That is
 * safe even where the operator errs: without `resend` a call to somebody who is there sends no message.
 *
 * @returns how many were in doubt
 */
export function resolveUnknown(
  pool: Pool,
  inviteIds: readonly number[],
  choice: 'invited' | 'not-sent',
): Promise<number> {
  const resolutions = inviteIds.map((inviteId) => ({ inviteId, uuid: null, ...ENDINGS[choice] }));
  return saveResolutions(pool, resolutions);
}

const ENDINGS = {
  invited: {
    state: 'invited',
    code: 'resolved_by_operator',
    message: 'Taken for invited, as the operator says; the uuid is not known.',
  },
  'not-sent': { state: 'pending', code: 'resolved_by_operator', message: null },
} as const;
