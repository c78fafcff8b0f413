-- Drops handled events that brought nothing, the oldest first. Those that another process handles or drops are left to it.
-- $1 client, $2 ms for which they are kept, $3 how many
DELETE FROM event WHERE id IN (
  SELECT id FROM event
   WHERE client_id = $1 AND outcome <> 'activated' AND received_at < ledger_now() - $2::float8 * interval '1 millisecond'
   ORDER BY received_at LIMIT $3 FOR UPDATE SKIP LOCKED
)
RETURNING id
