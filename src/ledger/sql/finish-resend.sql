-- Records the end of a resend. What comes next is reckoned anew by the next sweep.
-- Said twice, as after an answer of the server that got lost, it counts once.
-- $1 attempt, $2 HTTP status, $3 outcome, $4 uuid, $5 code, $6 message, $7 whether a message went out, or may have
WITH ended AS (
  UPDATE attempt SET ended_at = now(), http_status = $2, outcome = $3, code = $5
   WHERE id = $1 AND (ended_at IS NULL OR outcome IS DISTINCT FROM $3)
  RETURNING invite_id
)
UPDATE invite i
   SET uuid = coalesce(i.uuid, $4), planned_by = NULL,
       code = CASE WHEN i.state IN ('invited', 'existing') THEN $5 ELSE i.code END,
       message = CASE WHEN i.state IN ('invited', 'existing') THEN $6 ELSE i.message END,
       resends = CASE WHEN $7 THEN i.resends ELSE i.resends - 1 END,
       last_message_at = CASE WHEN $7 THEN ledger_now() ELSE i.last_message_at END
  FROM ended WHERE i.id = ended.invite_id
RETURNING i.id
