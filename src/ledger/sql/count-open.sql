-- People for whom something is still to be done without anybody's help: now, or after a pause between two calls. Who is held
-- until a later hour is not among them.
-- $1 batch, or null, $2 clients
WITH until AS (
  SELECT at, tally_minute(at) AS minute FROM (SELECT ledger_now() + interval '10 minutes' AS at) AS ahead
)
SELECT (
    -- Whole minutes are added up,
    SELECT coalesce(sum(c.people), 0) FROM counted c
     WHERE c.kind IN ('open', 'unknown') AND c.client_id = ANY ($2::integer[]) AND c.minute < (SELECT minute FROM until)
       AND ($1::bigint IS NULL OR c.batch_id = $1)
  )::bigint + (
    -- and who is due in the minute that has not passed is counted.
    SELECT count(*) FROM invite i
     WHERE i.client_id = ANY ($2::integer[]) AND i.state = 'pending'
       AND i.due_at BETWEEN (SELECT minute FROM until) AND (SELECT at FROM until)
       AND ($1::bigint IS NULL OR i.batch_id = $1)
  ) + (
    SELECT count(*) FROM invite i
     WHERE i.client_id = ANY ($2::integer[]) AND i.state IN ('queued', 'sending', 'unknown')
       AND i.due_at BETWEEN (SELECT minute FROM until) AND (SELECT at FROM until)
       AND ($1::bigint IS NULL OR i.batch_id = $1)
  ) + (
    -- Those of the batch who had come in by another one.
    SELECT count(*)
      FROM (SELECT DISTINCT invite_id FROM roster_row WHERE batch_id = $1 AND status IN ('known', 'updated', 'differs')) AS known
      JOIN invite i ON i.id = known.invite_id
     WHERE i.client_id = ANY ($2::integer[]) AND i.state IN ('pending', 'queued', 'sending', 'unknown')
       AND i.due_at <= (SELECT at FROM until)
  ) AS open
