-- Gives a claimed slot or request back, to be used again: the call surely sent nothing. One that was not made at all leaves no
-- trace. A call that was given up as lost in the meantime keeps what it has used.
-- $1 attempt, $2 slot (null: by hand), $3 slot before, $4 when the request was due, $5 whether the call was made,
-- $6 HTTP status, $7 outcome, $8 code
WITH gone AS (
  DELETE FROM attempt WHERE id = $1 AND ended_at IS NULL AND NOT $5 RETURNING invite_id
), ended AS (
  UPDATE attempt SET ended_at = now(), http_status = $6, outcome = $7, code = $8, slot = NULL
   WHERE id = $1 AND ended_at IS NULL AND $5
  RETURNING invite_id
)
UPDATE invite i
   SET resend_slot = CASE WHEN i.resend_slot = $2::smallint THEN $3 ELSE i.resend_slot END,
       by_hand_at = CASE WHEN $2 IS NULL THEN coalesce(i.by_hand_at, $4) ELSE i.by_hand_at END,
       resends = i.resends - 1, planned_by = NULL
 WHERE i.id = (SELECT invite_id FROM gone UNION ALL SELECT invite_id FROM ended)
RETURNING i.id
