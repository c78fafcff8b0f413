import type { Pool } from 'pg';
import { type Seeded, seed } from './seed.js';

/** A client of its own with so many people who have just been invited, and whom no other client knows. */
export async function seedInvited(pool: Pool, people: number): Promise<Seeded> {
  const seeded = await seed(pool, people);
  await pool.query("UPDATE invite SET state = 'queued' WHERE client_id = $1", [seeded.clientId]);
  await pool.query(
    `UPDATE invite SET state = 'invited', state_at = ledger_now(), invited_at = ledger_now(), due_at = NULL,
            last_message_at = ledger_now(), uuid = gen_random_uuid(), identifier = id || '@example.com'
      WHERE client_id = $1`,
    [seeded.clientId],
  );
  return seeded;
}

/** Has the person known to the second client as well: both invites are of one address. */
export async function shareIdentity(pool: Pool, inviteId: number, other: number): Promise<void> {
  await pool.query(
    'UPDATE invite SET identifier = (SELECT identifier FROM invite WHERE id = $1) WHERE id = $2',
    [inviteId, other],
  );
}

/** Drives the ledger's clock on by `ms`. */
export async function advance(pool: Pool, ms: number): Promise<void> {
  await pool.query("UPDATE ledger SET clock_ahead = clock_ahead + $1 * interval '1 millisecond'", [
    ms,
  ]);
}

/** Puts the ledger's clock to `at`. */
export async function setClock(pool: Pool, at: Date): Promise<void> {
  await pool.query('UPDATE ledger SET clock_ahead = $1::timestamptz - now()', [at]);
}

/** What stands in the ledger about somebody who has been invited. */
export interface ResentRow {
  readonly state: string;
  readonly resends: number;
  readonly resendSlot: number;
  readonly nextStep: string | null;
  readonly nextSlot: number | null;
  readonly nextAt: Date | null;
  readonly plannedBy: string | null;
  readonly code: string | null;
  readonly isAskedFor: boolean;
}

export async function resentRow(pool: Pool, inviteId: number): Promise<ResentRow> {
  const { rows } = await pool.query<ResentRow>(
    `SELECT state, resends, resend_slot AS "resendSlot", next_step AS "nextStep", next_slot AS "nextSlot",
            next_at AS "nextAt", planned_by AS "plannedBy", code, by_hand_at IS NOT NULL AS "isAskedFor"
       FROM invite WHERE id = $1`,
    [inviteId],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`Expected invite ${inviteId} in the ledger`);
  return row;
}

/** One resend as the ledger has it. */
export interface ResendAttempt {
  readonly slot: number | null;
  readonly byHand: boolean;
  readonly outcome: string | null;
  readonly httpStatus: number | null;
}

/** The resends made for an invite, oldest first. */
export async function resendsOf(pool: Pool, inviteId: number): Promise<ResendAttempt[]> {
  const { rows } = await pool.query<ResendAttempt>(
    `SELECT slot, by_hand AS "byHand", outcome, http_status AS "httpStatus"
       FROM attempt WHERE invite_id = $1 AND kind = 'resend' ORDER BY id`,
    [inviteId],
  );
  return rows;
}
