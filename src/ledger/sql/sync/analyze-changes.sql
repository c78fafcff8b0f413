-- As for the rows; a plan is a handful of people on one night, and everybody on another.
ANALYZE sync_change (run_id, line, kind, person_id, invite_id)
