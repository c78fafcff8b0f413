-- One event that waits to be handled, if there is any.
-- $1 clients
SELECT id FROM event WHERE client_id = ANY ($1::integer[]) AND handled_at IS NULL LIMIT 1
