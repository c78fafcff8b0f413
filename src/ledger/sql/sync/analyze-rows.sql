-- Rows come and go by the export: the planner, which thinks of the night before, would read all of them for each.
ANALYZE sync_row (run_id, line, employee_number, identifier, kind, person_id, invite_id)
