-- $1 run
UPDATE sync_run
   SET state = 'running', step = 'carry-out', approved_at = coalesce(approved_at, now()), seen_at = now(), ended_at = NULL,
       code = NULL, message = NULL
 WHERE id = $1 AND state IN ('held', 'failed')
