-- How many invites of a client ought to have a job.
-- $1 client
SELECT count(*) AS queued FROM invite
 WHERE client_id = $1 AND state IN ('queued', 'sending', 'unknown') AND due_at IS NOT NULL
