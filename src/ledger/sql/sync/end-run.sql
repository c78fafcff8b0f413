-- An unchanged export also makes an end of what is held: that plan was made from another one.
-- $1 run, $2 state, $3 code, $4 message
WITH ended AS (
  UPDATE sync_run SET state = $2, ended_at = now(), code = $3, message = $4
   WHERE id = $1 AND state = 'running'
  RETURNING sync_id, state
)
UPDATE sync_run r SET state = 'superseded', ended_at = now()
  FROM ended
 WHERE ended.state = 'unchanged' AND r.sync_id = ended.sync_id AND r.state = 'held'
