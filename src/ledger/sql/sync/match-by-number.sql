-- Of several people who had the number, as when it was given anew, the one who is still there, or else who left last.
-- $1 run, $2 sync
WITH found AS (
  SELECT DISTINCT ON (r.line) r.line, p.id
    FROM sync_row r JOIN sync_person p ON p.sync_id = $2 AND p.employee_number = r.employee_number
   WHERE r.run_id = $1 AND r.kind IS NULL
   ORDER BY r.line, p.left_at DESC NULLS FIRST, p.id DESC
)
UPDATE sync_row r SET person_id = found.id FROM found WHERE r.run_id = $1 AND r.line = found.line
