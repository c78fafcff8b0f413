-- The run that was begun for a due time, or in place of one that broke off, and is over or held without anybody having been told:
-- its process ended before it came to that. Those that broke off themselves are made up for, and told of then.
-- $1 sync, $2 due time (null: none), $3 run that broke off (null: none)
SELECT id FROM sync_run
 WHERE sync_id = $1 AND state <> 'running' AND notifications::text = '[]'
   AND coalesce(code, '') NOT IN ('sync.process_ended', 'sync.stopped', 'source.stopped')
   AND (due_at = $2 OR id > $3 AND trigger = 'catch-up')
 ORDER BY id DESC LIMIT 1
