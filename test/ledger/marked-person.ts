import type { Pool } from 'pg';
import { suppress } from '../../src/ledger/suppression.js';
import { REFUSAL, rowOf, type Seeded, seed, takeIn } from './seed.js';

/** Words that stand nowhere but in the data of one person. */
export const MARKS = ['zanzibarquux', 'E-77881', '7700900987', 'Indian/Mahe', 'xq-ZZ'] as const;
const [NAME, NUMBER, PHONE, ZONE, LOCALE] = MARKS;
export const ADDRESS = `${NAME}@example.com`;
export const WHO = { authType: 'email', identifier: ADDRESS } as const;

const DATA = {
  profile: { emailAddress: ADDRESS, firstName: NAME, mobileNumber: `+44${PHONE}` },
  locale: LOCALE,
  employeeNumber: NUMBER,
  timeZone: ZONE,
};
const AS_JSON = JSON.stringify({ identifier: ADDRESS, ...DATA });
const CELLS = JSON.stringify([NAME, ADDRESS, `+44${PHONE}`, NUMBER]);

export interface Marked extends Seeded {
  readonly inviteId: number;
  readonly uuid: string;
  readonly syncId: number;
}

/**
 * A client with somebody of whom every table that can have personal data has some: invited, in two rosters, in a refused row
 * whose mended row brought them in and in another that only names them, in a sync with two runs that have ended, in calls,
 * events and updates, and suppressed.
 */
export async function seedMarked(pool: Pool): Promise<Marked> {
  const seeded = await seed(pool, 1);
  const { clientId } = seeded;
  const refused = { line: 2, cells: [NAME, `${NAME}@@example`], person: null, problems: [REFUSAL] };
  const naming = { ...refused, line: 3, cells: ['see', `Call ${NAME} <${ADDRESS}>`] };
  const first = await takeIn(pool, clientId, [refused, naming]);
  const row = { ...rowOf(4, ADDRESS, DATA), cells: [NAME, ADDRESS, NUMBER] };
  await takeIn(pool, clientId, [{ ...row, mends: { batch: first, line: 2 } }]);
  await takeIn(pool, clientId, [row, { ...row, line: 5 }]);
  const { rows } = await pool.query<{ id: number; uuid: string }>(
    "UPDATE invite SET state = 'queued' WHERE client_id = $1 AND identifier = $2 RETURNING id",
    [clientId, ADDRESS],
  );
  const inviteId = rows[0]?.id ?? 0;
  const invited = await pool.query<{ uuid: string }>(
    `UPDATE invite SET state = 'invited', uuid = gen_random_uuid(), invited_at = ledger_now(), message = $2 WHERE id = $1
     RETURNING uuid`,
    [inviteId, `said of ${NAME}`],
  );
  const uuid = invited.rows[0]?.uuid ?? '';
  await pool.query(
    `INSERT INTO attempt (invite_id, client_id, kind, worker, ended_at, http_status, outcome)
     VALUES ($1, $2, 'pre-register', 'w', now(), 201, 'invited')`,
    [inviteId, clientId],
  );
  await pool.query(
    "INSERT INTO event (client_id, jti, type, sub, issued_at) VALUES ($1, 'one', 'account/v1/login', $2, now())",
    [clientId, uuid],
  );
  await pool.query(
    'INSERT INTO user_update (invite_id, client_id, profile, locale, asked_at, due_at) VALUES ($1, $2, $3, $4, now(), now())',
    [inviteId, clientId, JSON.stringify(DATA.profile), LOCALE],
  );
  const syncId = await seedSync(pool, clientId, inviteId);
  await suppress(pool, [{ ...WHO, reason: `${NAME} asked by phone` }]);
  return { ...seeded, inviteId, uuid, syncId };
}

async function seedSync(pool: Pool, clientId: number, inviteId: number): Promise<number> {
  const made = await pool.query<{ id: number }>(
    'INSERT INTO sync (name, client_id) VALUES ($1, $2) RETURNING id',
    [`sync-${clientId}`, clientId],
  );
  const syncId = made.rows[0]?.id ?? 0;
  const person = await pool.query<{ id: number }>(
    `INSERT INTO sync_person (sync_id, employee_number, identifier, profile, locale, time_zone, invite_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [syncId, NUMBER, ADDRESS, JSON.stringify(DATA.profile), LOCALE, ZONE, inviteId],
  );
  const runId = await addRun(pool, syncId, 'rejected');
  await pool.query(
    `INSERT INTO sync_change (run_id, kind, line, person_id, invite_id, standing, before, after)
     VALUES ($1, 'changed', 2, $2, $3, 'invited', $4, $4), ($1, 'joiner', 3, NULL, NULL, 'none', NULL, $4)`,
    [runId, person.rows[0]?.id, inviteId, AS_JSON],
  );
  await stageRow(pool, runId);
  return syncId;
}

export async function addRun(pool: Pool, syncId: number, state: string): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO sync_run (sync_id, trigger, state, is_staged, ended_at)
     VALUES ($1, 'hand', $2, true, CASE WHEN $2 NOT IN ('running', 'held') THEN now() END) RETURNING id`,
    [syncId, state],
  );
  return rows[0]?.id ?? 0;
}

/** A row of an export that has the person, as a run takes it in. */
export async function stageRow(pool: Pool, runId: number): Promise<void> {
  await pool.query(
    `INSERT INTO sync_row (run_id, line, employee_number, identifier, profile, locale, time_zone, cells, digest)
     VALUES ($1, 2, $2, $3, $4, $5, $6, $7, gen_random_uuid())`,
    [runId, NUMBER, ADDRESS, JSON.stringify(DATA.profile), LOCALE, ZONE, CELLS],
  );
}
