-- What was held before was planned from an older export, and goes with it.
-- $1 run
WITH done AS (
  UPDATE sync_run
     SET state = 'done', ended_at = now(),
         left_over = (SELECT count(*) FROM sync_change WHERE run_id = $1 AND result = 'under-way')
   WHERE id = $1
  RETURNING id, sync_id, batch_id
), batch_done AS (
  UPDATE batch SET finished_at = now() FROM done WHERE batch.id = done.batch_id AND batch.finished_at IS NULL
)
UPDATE sync_run r SET state = 'superseded', ended_at = now()
  FROM done WHERE r.sync_id = done.sync_id AND r.state = 'held'
