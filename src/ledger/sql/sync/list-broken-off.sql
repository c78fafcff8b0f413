-- Syncs whose last run was broken off by the end of its process, and was not begun by hand. After three in a row it may be the
-- run that ends the process: then it is only to be ended, and the next due time is waited for.
-- $1 ms after which a silent run is dead
WITH latest AS (
  SELECT r.id, r.sync_id, r.trigger, r.state, row_number() OVER (PARTITION BY r.sync_id ORDER BY r.id DESC) AS nth,
         r.state = 'failed' AND r.code IN ('sync.process_ended', 'sync.stopped', 'source.stopped')
         OR r.state = 'running' AND r.seen_at < now() - $1::float8 * interval '1 millisecond' AS is_broken_off
    FROM sync s
   CROSS JOIN LATERAL (SELECT * FROM sync_run WHERE sync_id = s.id AND state <> 'skipped' ORDER BY id DESC LIMIT 3) r
)
SELECT sync_id AS "syncId", max(id) AS "runId"
  FROM latest
 GROUP BY sync_id
HAVING bool_or(nth = 1 AND is_broken_off AND trigger <> 'hand')
   AND (count(*) FILTER (WHERE is_broken_off) < 3 OR bool_or(nth = 1 AND state = 'running'))
