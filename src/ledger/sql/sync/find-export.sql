-- $1 sync, $2 fingerprint
SELECT id FROM sync_run WHERE sync_id = $1 AND fingerprint = $2 AND state = 'done' ORDER BY ended_at DESC, id DESC LIMIT 1
