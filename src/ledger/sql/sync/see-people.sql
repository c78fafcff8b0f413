-- Whom a repeated or refused row names is there.
-- $1 run, $2 sync
UPDATE sync_person p SET seen_run = $1
  FROM sync_row r
 WHERE r.run_id = $1 AND r.kind IN ('repeated', 'refused') AND p.sync_id = $2 AND p.left_at IS NULL AND p.seen_run <> $1
   AND (p.employee_number = r.employee_number OR p.identifier = r.identifier)
