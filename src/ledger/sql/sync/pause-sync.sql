-- $1 sync, $2 whether it is to rest
UPDATE sync SET paused_at = CASE WHEN $2 THEN coalesce(paused_at, now()) END WHERE id = $1
