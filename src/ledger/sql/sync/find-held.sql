-- $1 sync
SELECT id FROM sync_run WHERE sync_id = $1 AND state = 'held'
