-- Empties the rows that have these people, and the refused rows that those are the mended ones of.
-- $1 invites
WITH RECURSIVE mended AS (
  SELECT r.mends_batch AS batch_id, r.mends_line AS line FROM roster_row r
   WHERE r.invite_id = ANY ($1::bigint[]) AND r.mends_batch IS NOT NULL
  UNION
  SELECT r.mends_batch, r.mends_line FROM mended JOIN roster_row r USING (batch_id, line) WHERE r.mends_batch IS NOT NULL
), theirs AS (
  SELECT batch_id, line FROM roster_row WHERE invite_id = ANY ($1::bigint[])
  UNION
  SELECT batch_id, line FROM mended
), held AS (
  SELECT r.batch_id, r.line FROM roster_row r JOIN theirs USING (batch_id, line)
   ORDER BY r.batch_id, r.line
     FOR NO KEY UPDATE OF r
)
UPDATE roster_row r SET cells = blank_cells(r.cells), data_digest = NULL
  FROM held WHERE r.batch_id = held.batch_id AND r.line = held.line
RETURNING r.line
