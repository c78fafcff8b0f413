-- Why people of a batch (or of everything) were not invited.
-- $1 batch, or null, $2 client, or null
SELECT state, code, min(message) AS message, count(*) AS people
  FROM invite i
 WHERE state IN ('failed', 'unknown') AND code IS NOT NULL
   AND ($1::bigint IS NULL OR i.id IN (SELECT invite_id FROM roster_row WHERE batch_id = $1))
   AND ($2::integer IS NULL OR i.client_id = $2)
 GROUP BY state, code ORDER BY people DESC, code
