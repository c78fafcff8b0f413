-- The last run that was carried out after this one had made its plan.
-- $1 run
SELECT later.id FROM sync_run r JOIN sync_run later ON later.sync_id = r.sync_id AND later.id > r.id
 WHERE r.id = $1 AND later.state = 'done' ORDER BY later.id DESC LIMIT 1
