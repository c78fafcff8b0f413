-- $1 run, $2 sync
DELETE FROM sync_refused f
 WHERE f.sync_id = $2
   AND NOT EXISTS (SELECT FROM sync_row r WHERE r.run_id = $1 AND r.kind = 'refused' AND r.digest = f.digest)
