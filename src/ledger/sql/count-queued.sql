-- How many invites of a client ought to have a job.
-- $1 client, $2 ms before it is due that an invite has its job
SELECT count(*) AS queued FROM invite
 WHERE client_id = $1 AND state IN ('queued', 'sending', 'unknown') AND due_at <= ledger_now() + $2 * interval '1 millisecond'
