-- Records the end of a call and what it means for the invite.
-- A late answer, of a call that was given up as lost, still counts where it says that the person has been invited.
-- $1 attempt, $2 HTTP status, $3 outcome, $4 new state, $5 uuid, $6 code, $7 message, $8 ms until due (null: not by itself),
-- $9 the call counts as a try
WITH ended AS (
  UPDATE attempt SET ended_at = now(), http_status = $2, outcome = $3, code = $6
   WHERE id = $1
  RETURNING invite_id
)
UPDATE invite i
   SET state = $4, state_at = ledger_now(), uuid = coalesce($5, i.uuid), code = $6, message = $7,
       due_at = ledger_now() + $8 * interval '1 millisecond',
       tries = CASE WHEN $9 THEN i.tries ELSE i.tries - 1 END,
       may_have_arrived = i.may_have_arrived OR $4 = 'unknown',
       invited_at = CASE WHEN $4 = 'invited' THEN ledger_now() ELSE i.invited_at END,
       last_message_at = CASE WHEN $4 IN ('invited', 'unknown') THEN ledger_now() ELSE i.last_message_at END
  FROM ended
 WHERE i.id = ended.invite_id
   AND (i.attempt_id = $1 AND i.state = 'sending'
        OR $4 IN ('invited', 'existing') AND i.state IN ('queued', 'sending', 'unknown'))
RETURNING i.id
