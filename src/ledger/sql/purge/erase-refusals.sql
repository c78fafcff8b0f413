-- Empties the next refused rows of batches from before a time, but for those that are empty already.
-- $1 before when, $2 how many, $3 and $4 batch and line of the last row seen
WITH held AS (
  SELECT r.batch_id, r.line
    FROM batch b JOIN roster_row r ON r.batch_id = b.id
   WHERE coalesce(b.finished_at, b.started_at) < $1 AND b.rejected > 0 AND r.status = 'rejected'
     AND r.cells::text <> blank_cells(r.cells)::text
     AND (r.batch_id, r.line) > ($3::bigint, $4::integer)
   ORDER BY r.batch_id, r.line LIMIT $2
     FOR NO KEY UPDATE OF r
)
UPDATE roster_row r SET cells = blank_cells(r.cells)
  FROM held WHERE r.batch_id = held.batch_id AND r.line = held.line
RETURNING r.batch_id AS batch, r.line
