-- Ends the calls that nobody will end: their worker is gone, or they are older than any call may become.
-- Whether they reached the person is not known, so they are made again at once; without `resend` that sends no second message.
-- An invite whose calls have been lost as often as calls may be made is kept for a person to look at. A resend is not made
-- again: its slot is used up, and the person counts as written to.
-- $1 ms after which an unseen worker is dead, $2 ms after which a call is lost whatever its worker says, $3 most calls
WITH lost AS (
  SELECT a.id, a.invite_id, a.kind FROM attempt a LEFT JOIN worker w ON w.id = a.worker
   WHERE a.ended_at IS NULL
     AND (coalesce(w.seen_at, a.started_at) < now() - $1 * interval '1 millisecond'
          OR a.started_at < now() - $2 * interval '1 millisecond')
     FOR UPDATE OF a SKIP LOCKED
), ended AS (
  UPDATE attempt a SET ended_at = now(), outcome = 'lost', code = 'no_end_seen'
    FROM lost WHERE a.id = lost.id
), held AS (
  SELECT i.id, lost.id AS attempt_id, lost.kind FROM invite i JOIN lost ON lost.invite_id = i.id
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
), resent AS (
  UPDATE invite i SET last_message_at = ledger_now(), planned_by = NULL
    FROM held WHERE i.id = held.id AND held.kind = 'resend'
)
UPDATE invite i
   SET state = 'unknown', state_at = ledger_now(), due_at = CASE WHEN i.tries < $3 THEN ledger_now() END,
       last_message_at = ledger_now(), may_have_arrived = true, code = 'no_end_seen',
       message = 'The process that made the call ended before its answer came.'
  FROM held
 WHERE i.id = held.id AND i.attempt_id = held.attempt_id AND held.kind <> 'resend' AND i.state = 'sending'
RETURNING i.id
