-- The invites of a client that ought to have a job, and the ms until each is due.
-- $1 client, $2 ms before it is due that an invite has its job
SELECT id, greatest(0, extract(epoch FROM due_at - ledger_now()) * 1000)::float8 AS "delayMs"
  FROM invite
 WHERE client_id = $1 AND state IN ('queued', 'unknown') AND due_at <= ledger_now() + $2 * interval '1 millisecond'
 ORDER BY due_at, id
