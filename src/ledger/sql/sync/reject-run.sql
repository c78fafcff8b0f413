-- $1 run
UPDATE sync_run SET state = 'rejected', ended_at = now() WHERE id = $1 AND state = 'held' RETURNING id
