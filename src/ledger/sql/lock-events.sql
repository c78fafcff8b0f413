-- Takes events that are to be handled, oldest first; those that another process is handling are left to it.
-- $1 client, $2 how many
SELECT id, type, sub, issued_at AS "issuedAt" FROM event
 WHERE client_id = $1 AND handled_at IS NULL
 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
