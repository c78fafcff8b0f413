-- Takes an invite for one call and records the call, in one step: of several workers one gets the row. Somebody who is
-- suppressed is cancelled instead; where a sync suppressed them for having left, so that a sync has them called when they are back. So
-- is who was forgotten while their row was being taken in.
-- $1 invite, $2 kind of call, $3 worker, $4 ms that the caller's clock may be ahead
WITH barred AS (
  UPDATE invite i
     SET state = 'cancelled', state_at = ledger_now(), due_at = NULL, message = 'The address or number is suppressed.',
         code = CASE WHEN EXISTS (SELECT FROM suppression s
                                   WHERE s.auth_type = i.auth_type AND s.identifier = i.identifier AND s.for_leaving)
                     THEN 'left' ELSE 'suppressed' END
   WHERE i.id = $1 AND i.state IN ('queued', 'unknown')
     AND (EXISTS (SELECT FROM suppression s WHERE s.auth_type = i.auth_type AND s.identifier = i.identifier)
          OR EXISTS (SELECT FROM forgotten f WHERE f.name = forgotten_name(i.auth_type, i.identifier)))
), taken AS (
  UPDATE invite i
     SET state = 'sending', state_at = ledger_now(), tries = i.tries + 1,
         attempt_id = nextval(pg_get_serial_sequence('attempt', 'id'))
    FROM client c
   WHERE i.id = $1 AND c.id = i.client_id AND c.paused_at IS NULL
     AND i.state IN ('queued', 'unknown') AND i.due_at <= ledger_now() + $4 * interval '1 millisecond'
     AND NOT EXISTS (SELECT FROM suppression s WHERE s.auth_type = i.auth_type AND s.identifier = i.identifier)
     AND NOT EXISTS (SELECT FROM forgotten f WHERE f.name = forgotten_name(i.auth_type, i.identifier))
  RETURNING i.*
), recorded AS (
  INSERT INTO attempt (id, invite_id, client_id, kind, worker)
  SELECT attempt_id, id, client_id, $2, $3 FROM taken
)
SELECT id AS "inviteId", attempt_id AS "attemptId", auth_type AS "authType", profile, locale, tries,
       may_have_arrived AS "mayHaveArrived"
  FROM taken
