import type { Pool } from 'pg';
import { z } from 'zod';
import { addBatch, finishBatch } from '../src/ledger/batches.js';
import { foldTally } from '../src/ledger/tally.js';

/** A client in the middle of a large batch. */
export interface SeededLedger {
  readonly clientId: number;
  readonly batchId: number;
  /** Fingerprint of the policy that those who were invited are planned by. */
  readonly policy: string;
  /** People who have their job, in the order of the roster. */
  readonly queuedIds: readonly number[];
}

/** As large at any size of the ledger: the window of the queue, the calls under way, and people whom somebody has to look at. */
const QUEUED = 1_000;
const SENDING = 50;
const FAILED = 100;
const IN_DOUBT = 20;
const DUE = 100;

/** Calls that ended in each of the last seconds. */
const CALLS_A_SECOND = 10;

const POLICY = 'policy';

/**
 * Fills a fresh ledger with so many people of one client: half of them invited and planned for, the others pending but for
 * a window of jobs. What is due, under way or wrong is as much in a large ledger as in a small one.
 */
export async function seedLedger(
  pool: Pool,
  clientId: number,
  people: number,
): Promise<SeededLedger> {
  const look = { columns: ['Work email'], delimiter: ',', encoding: 'utf-8', bom: false };
  const batchId = await addBatch(pool, { clientId, source: 'people.csv', ...look });
  const open = QUEUED + SENDING + FAILED + IN_DOUBT;
  if (people < 4 * open) throw new Error(`Expected at least ${4 * open} people, got ${people}`);
  await pool.query(
    `INSERT INTO invite (client_id, auth_type, identifier, batch_id, line, profile, state, due_at, tries, uuid, code, message,
                         state_at, invited_at, last_message_at, next_step, next_slot, next_at, planned_by)
     SELECT $1, 'email', 'person' || n || '@example.com', $2, n + 1,
            jsonb_build_object('emailAddress', 'person' || n || '@example.com', 'firstName', 'Ada'),
            state,
            CASE WHEN state IN ('pending', 'queued', 'sending') THEN now() - interval '1 hour' END,
            CASE WHEN state IN ('pending', 'queued') THEN 0 ELSE 1 END,
            CASE WHEN state = 'invited' THEN gen_random_uuid() END,
            CASE WHEN state IN ('failed', 'unknown') THEN 'invalid_form_fields' END,
            CASE WHEN state IN ('failed', 'unknown') THEN 'The form was refused.' END,
            now() - interval '1 hour',
            CASE WHEN state = 'invited' THEN now() - interval '2 days' END,
            CASE WHEN state = 'invited' THEN now() - interval '2 days' END,
            CASE WHEN state = 'invited' THEN 'resend' END,
            CASE WHEN state = 'invited' THEN 1 END,
            CASE WHEN state = 'invited'
                 THEN now() + CASE WHEN n <= $3::integer THEN interval '-1 hour' ELSE n * interval '1 second' + interval '1 hour' END
            END,
            CASE WHEN state = 'invited' THEN $8 END
       FROM (SELECT n, CASE WHEN n <= $9::integer / 2 THEN 'invited'
                            WHEN n <= $9::integer / 2 + $4::integer THEN 'failed'
                            WHEN n <= $9::integer / 2 + $4::integer + $5::integer THEN 'unknown'
                            WHEN n <= $9::integer / 2 + $4::integer + $5::integer + $6::integer THEN 'sending'
                            WHEN n <= $9::integer / 2 + $4::integer + $5::integer + $6::integer + $7::integer THEN 'queued'
                            ELSE 'pending' END AS state
               FROM generate_series(1, $9::integer) AS n) AS person`,
    [clientId, batchId, DUE, FAILED, IN_DOUBT, SENDING, QUEUED, POLICY, people],
  );
  await pool.query(
    `INSERT INTO roster_row (batch_id, line, cells, status, invite_id)
     SELECT batch_id, line, json_build_array(identifier), 'added', id FROM invite WHERE client_id = $1`,
    [clientId],
  );
  await pool.query("INSERT INTO worker (id) VALUES ('seed')");
  await pool.query(
    `INSERT INTO attempt (invite_id, client_id, kind, worker, started_at, ended_at, http_status, outcome)
     SELECT id, client_id, 'pre-register', 'seed', now() - ago, CASE WHEN state <> 'sending' THEN now() - ago END,
            CASE WHEN state <> 'sending' THEN 201 END, CASE WHEN state <> 'sending' THEN 'invited' END
       FROM (SELECT id, client_id, state,
                    (row_number() OVER (ORDER BY id DESC) / $2::float8) * interval '1 second' AS ago
               FROM invite WHERE client_id = $1 AND state NOT IN ('pending', 'queued')) AS called`,
    [clientId, CALLS_A_SECOND],
  );
  await pool.query(
    `UPDATE invite i SET attempt_id = a.id FROM attempt a WHERE a.invite_id = i.id AND i.state = 'sending'`,
  );
  await finishBatch(pool, batchId);
  await foldTally(pool);
  await pool.query('VACUUM (ANALYZE) invite, attempt, roster_row, tally, tally_change');
  const { rows } = await pool.query(
    "SELECT id FROM invite WHERE client_id = $1 AND state = 'queued' ORDER BY line",
    [clientId],
  );
  const queuedIds = rows.map((row) => z.object({ id: z.number() }).parse(row).id);
  return { clientId, batchId, policy: POLICY, queuedIds };
}
