-- How many people of a batch (or of everything) stand where.
-- $1 batch, or null, $2 client, or null
SELECT state, count(*) AS people
  FROM invite i
 WHERE ($1::bigint IS NULL OR i.id IN (SELECT invite_id FROM roster_row WHERE batch_id = $1))
   AND ($2::integer IS NULL OR i.client_id = $2)
 GROUP BY state
