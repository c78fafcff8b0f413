-- Why rows of a batch were rejected that have not been mended since, with the lines of the first of each.
-- $1 batch
SELECT p.problem ->> 'code' AS code, p.problem ->> 'message' AS message, count(*) AS rows,
       (array_agg(r.line ORDER BY r.line))[1:5] AS lines
  FROM roster_row r, json_array_elements(r.problems) AS p (problem)
 WHERE r.batch_id = $1 AND r.status = 'rejected' AND r.mended_by IS NULL
 GROUP BY 1, 2 ORDER BY rows DESC, code, message
