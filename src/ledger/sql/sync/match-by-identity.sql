-- Also where both have a number, and different ones: an address has one invite, whoever has been given it.
-- $1 run, $2 sync
WITH found AS (
  SELECT DISTINCT ON (r.line) r.line, p.id
    FROM sync_row r JOIN sync_person p ON p.sync_id = $2 AND p.identifier = r.identifier
   WHERE r.run_id = $1 AND r.kind IS NULL AND r.person_id IS NULL
     AND NOT EXISTS (SELECT FROM sync_row o WHERE o.run_id = $1 AND o.person_id = p.id)
   ORDER BY r.line, p.left_at DESC NULLS FIRST, p.id DESC
)
UPDATE sync_row r SET person_id = found.id FROM found WHERE r.run_id = $1 AND r.line = found.line
