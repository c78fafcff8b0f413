-- Whether the rows of a run are still there.
-- $1 run
SELECT line FROM sync_row WHERE run_id = $1 LIMIT 1
