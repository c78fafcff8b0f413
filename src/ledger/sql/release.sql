-- Gives back an invite whose call was never sent; the call leaves no trace.
-- $1 attempt
WITH gone AS (
  DELETE FROM attempt WHERE id = $1 AND ended_at IS NULL RETURNING invite_id
)
UPDATE invite i
   SET state = CASE WHEN i.may_have_arrived THEN 'unknown' ELSE 'queued' END, state_at = ledger_now(), tries = i.tries - 1
  FROM gone
 WHERE i.id = gone.invite_id AND i.attempt_id = $1 AND i.state = 'sending'
RETURNING i.id
