-- How many people of a batch (or of everything) stand where.
-- $1 batch, or null, $2 client, or null
WITH busy AS (
  -- No more than the queue's window.
  SELECT i.state, count(*) AS people
    FROM client c JOIN invite i ON i.client_id = c.id
   WHERE i.state IN ('queued', 'sending') AND ($1::bigint IS NULL OR i.batch_id = $1) AND ($2::integer IS NULL OR c.id = $2)
   GROUP BY i.state
)
SELECT state, sum(people)::bigint AS people
  FROM (
    SELECT CASE kind WHEN 'open' THEN 'pending' ELSE kind END AS state, people FROM counted
     WHERE kind IN ('open', 'invited', 'existing', 'unknown', 'failed', 'cancelled', 'activated', 'expired')
       AND ($1::bigint IS NULL OR batch_id = $1) AND ($2::integer IS NULL OR client_id = $2)
    UNION ALL
    SELECT state, people FROM busy
    UNION ALL
    SELECT 'pending', -people FROM busy
    UNION ALL
    -- Those of the batch who had come in by another one.
    SELECT i.state, count(*)
      FROM (SELECT DISTINCT invite_id FROM roster_row WHERE batch_id = $1 AND status IN ('known', 'updated', 'differs')) AS known
      JOIN invite i ON i.id = known.invite_id
     WHERE $2::integer IS NULL OR i.client_id = $2
     GROUP BY i.state
  ) AS part
 GROUP BY state HAVING sum(people) <> 0
