import type { Pool } from 'pg';
import { type Seeded, seed } from './seed.js';

/** Somebody who has been invited, as a test speaks of them. */
export interface Invited {
  readonly inviteId: number;
  readonly identifier: string;
  readonly uuid: string;
}

/** The steps that lead from `pending` to a state. */
const STEPS = {
  invited: ['queued', 'sending', 'invited'],
  existing: ['queued', 'sending', 'existing'],
  expired: ['queued', 'sending', 'invited', 'expired'],
  cancelled: ['queued', 'sending', 'invited', 'cancelled'],
} as const;

/** A client of its own with so many people who have been invited just now, or have come further since. */
export async function seedInvited(
  pool: Pool,
  people: number,
  state: keyof typeof STEPS = 'invited',
): Promise<Seeded & { readonly invited: readonly Invited[] }> {
  const seeded = await seed(pool, people);
  const { clientId } = seeded;
  for (const step of STEPS[state]) {
    await pool.query('UPDATE invite SET state = $2, due_at = NULL WHERE client_id = $1', [
      clientId,
      step,
    ]);
  }
  const { rows } = await pool.query<Invited>(
    `UPDATE invite SET invited_at = ledger_now(), last_message_at = ledger_now(), uuid = gen_random_uuid()
      WHERE client_id = $1 RETURNING id AS "inviteId", identifier, uuid`,
    [clientId],
  );
  return { ...seeded, invited: rows.sort((a, b) => a.inviteId - b.inviteId) };
}
