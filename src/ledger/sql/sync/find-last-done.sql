-- $1 sync
SELECT id AS "runId", fingerprint, left_over AS "leftOver", (counts->>'rows')::integer AS rows, columns, encoding,
       modified_at AS "modifiedAt", extract(epoch FROM now() - ended_at)::float8 * 1000 AS "agoMs"
  FROM sync_run WHERE sync_id = $1 AND state = 'done'
 ORDER BY ended_at DESC, id DESC LIMIT 1
