-- $1 run
UPDATE sync_run SET seen_at = now() WHERE id = $1 AND state = 'running'
