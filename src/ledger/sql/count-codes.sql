-- Why people of a batch (or of everything) were not invited.
-- $1 batch, or null, $2 client, or null
SELECT i.state, i.code, min(i.message) AS message, count(*) AS people
  FROM client c JOIN invite i ON i.client_id = c.id
 -- By index invite_listed.
 WHERE i.state || '' IN ('failed', 'unknown') AND i.code IS NOT NULL AND ($2::integer IS NULL OR c.id = $2)
   -- The limit makes it one look-up for each: without, the whole batch is read.
   AND ($1::bigint IS NULL OR (SELECT true FROM roster_row r WHERE r.invite_id = i.id AND r.batch_id = $1 LIMIT 1))
 GROUP BY i.state, i.code ORDER BY people DESC, i.code
