-- Puts off the people who are next to be queued, where messages may not go out in their time zone now.
-- $1 client, $2 how many people, $3 time zones (null: people who have none of their own), $4 until when each is held
WITH next AS (
  SELECT id, time_zone FROM invite
   WHERE client_id = $1 AND state = 'pending' AND due_at <= ledger_now()
   ORDER BY due_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE invite i SET due_at = closed.until
  FROM next JOIN unnest($3::text[], $4::timestamptz[]) AS closed (zone, until) ON closed.zone IS NOT DISTINCT FROM next.time_zone
 WHERE i.id = next.id
