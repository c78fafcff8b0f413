-- The invites of a client that ought to have a job, and the ms until each is due.
-- $1 client
SELECT id, greatest(0, extract(epoch FROM due_at - now()) * 1000)::float8 AS "delayMs"
  FROM invite
 WHERE client_id = $1 AND state IN ('queued', 'unknown') AND due_at IS NOT NULL
 ORDER BY due_at, id
