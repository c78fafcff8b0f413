-- With reasons the run is held, and takes the place of one that was held before.
-- $1 run, $2 counts (json), $3 reasons (json), $4 what becomes of leavers, $5 whether Next Identity is told of changed people
WITH planned AS (
  UPDATE sync_run
     SET step = CASE WHEN json_array_length($3::json) = 0 THEN 'carry-out' ELSE 'compare' END,
         state = CASE WHEN json_array_length($3::json) = 0 THEN state ELSE 'held' END,
         counts = $2, reasons = $3, leavers = $4, updates_users = $5, seen_at = clock_timestamp()
   WHERE id = $1 AND state = 'running'
  RETURNING id, sync_id, state
), superseded AS (
  UPDATE sync_run r SET state = 'superseded', ended_at = now()
    FROM planned p
   WHERE p.state = 'held' AND r.sync_id = p.sync_id AND r.state = 'held' AND r.id <> p.id
)
SELECT id FROM planned
