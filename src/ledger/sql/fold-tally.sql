-- Adds what has changed to the tally. Follows lock-tally in the same transaction: of two at once the second would put a row in
-- that the first has just put there.
WITH taken AS (
  DELETE FROM tally_change RETURNING *
), former AS (
  DELETE FROM tally t USING (SELECT DISTINCT batch_id, kind, minute FROM taken) AS touched
   WHERE t.batch_id = touched.batch_id AND t.kind = touched.kind AND t.minute = touched.minute
  RETURNING t.*
)
INSERT INTO tally
SELECT client_id, batch_id, kind, minute, sum(people)
  FROM (SELECT * FROM taken UNION ALL SELECT * FROM former) AS part
 GROUP BY client_id, batch_id, kind, minute
HAVING sum(people) <> 0
