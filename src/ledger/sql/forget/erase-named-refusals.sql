-- Empties the refused rows in which these people are named. A sync does not know such a row again by its cells.
-- $1 identifiers
WITH held AS (
  SELECT r.batch_id, r.line, md5(regexp_replace(r.cells::text, '\d', '0', 'g'))::uuid AS digest
    FROM roster_row r
   WHERE r.status = 'rejected' AND EXISTS (SELECT FROM unnest($1::text[]) AS g (identifier) WHERE names_person(r.cells, identifier))
   ORDER BY r.batch_id, r.line
     FOR NO KEY UPDATE OF r
), unknown AS (
  DELETE FROM sync_refused WHERE digest IN (SELECT digest FROM held)
)
UPDATE roster_row r SET cells = blank_cells(r.cells)
  FROM held WHERE r.batch_id = held.batch_id AND r.line = held.line
RETURNING r.line
