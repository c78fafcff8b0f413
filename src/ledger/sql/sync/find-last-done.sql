-- $1 sync
SELECT fingerprint, left_over AS "leftOver", (counts->>'rows')::integer AS rows, columns, encoding
  FROM sync_run WHERE sync_id = $1 AND state = 'done'
 ORDER BY ended_at DESC, id DESC LIMIT 1
