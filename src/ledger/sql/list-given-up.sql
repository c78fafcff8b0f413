-- People in doubt for whom no further call will be made by itself, and Next Identity has not been asked about since. A call
-- that was lost may be under way for a while.
-- $1 client, $2 ms for which people must have been in doubt, $3 how many
SELECT id FROM invite
 WHERE client_id = $1 AND state = 'unknown' AND due_at IS NULL
   AND state_at <= ledger_now() - $2 * interval '1 millisecond' AND (checked_at IS NULL OR checked_at < state_at)
 ORDER BY state_at, id LIMIT $3
