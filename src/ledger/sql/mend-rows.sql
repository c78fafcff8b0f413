-- Notes which refused rows of earlier batches these rows are the mended ones of, and marks those as mended whose person is
-- usable now. A mended row that was refused once more passes it on, when it is mended itself. What names no refused row
-- of an earlier batch of the client is let be.
-- $1 client, $2 batch, $3 lines, $4 the batch and $5 the line that each says it mends
WITH RECURSIVE said AS (
  SELECT s.line, old.batch_id AS mends_batch, old.line AS mends_line
    FROM unnest($3::integer[], $4::bigint[], $5::integer[]) AS s (line, mends_batch, mends_line)
    JOIN batch b ON b.id = s.mends_batch AND b.id < $2 AND b.client_id = $1
    JOIN roster_row old ON old.batch_id = s.mends_batch AND old.line = s.mends_line AND old.status = 'rejected'
), noted AS (
  UPDATE roster_row r SET mends_batch = said.mends_batch, mends_line = said.mends_line
    FROM said
   WHERE r.batch_id = $2 AND r.line = said.line
  RETURNING r.status, r.mends_batch, r.mends_line
), mended AS (
  SELECT mends_batch AS batch_id, mends_line AS line FROM noted WHERE status <> 'rejected'
  UNION
  SELECT r.mends_batch, r.mends_line
    FROM mended JOIN roster_row r USING (batch_id, line)
   WHERE r.mends_batch IS NOT NULL
), held AS (
  -- Locked in one order, as two imports of the same mended file may run at once.
  SELECT r.batch_id, r.line
    FROM roster_row r JOIN mended USING (batch_id, line)
   WHERE r.mended_by IS NULL
   ORDER BY r.batch_id, r.line
     FOR NO KEY UPDATE OF r
)
UPDATE roster_row r SET mended_by = $2 FROM held WHERE r.batch_id = held.batch_id AND r.line = held.line
