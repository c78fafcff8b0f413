-- $1 run, $2 outcomes (json)
UPDATE sync_run SET notifications = $2 WHERE id = $1
