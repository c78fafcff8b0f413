-- Empties refused rows in which somebody is named. A sync does not know such a row again by its cells.
-- $1 batches, $2 lines, $3 digests of the cells
WITH held AS (
  SELECT r.batch_id, r.line
    FROM roster_row r JOIN unnest($1::bigint[], $2::integer[]) AS named (batch_id, line) USING (batch_id, line)
   WHERE r.status = 'rejected'
   ORDER BY r.batch_id, r.line
     FOR NO KEY UPDATE OF r
), unknown AS (
  DELETE FROM sync_refused WHERE digest = ANY ($3::uuid[])
)
UPDATE roster_row r SET cells = blank_cells(r.cells)
  FROM held WHERE r.batch_id = held.batch_id AND r.line = held.line
RETURNING r.line
