-- Takes what Next Identity is to be told of a person for one call, and records the call. A process that dies meanwhile gives
-- way after a time: to tell it twice does no harm. Who is not invited any more need not be told of.
-- $1 invite, $2 worker, $3 ms for which the call is this worker's alone
WITH dropped AS (
  DELETE FROM user_update u USING invite i
   WHERE u.invite_id = $1 AND i.id = u.invite_id AND i.state IN ('activated', 'cancelled', 'expired')
), taken AS (
  UPDATE user_update u SET tries = u.tries + 1, due_at = ledger_now() + $3::float8 * interval '1 millisecond'
    FROM invite i JOIN client c ON c.id = i.client_id
   WHERE u.invite_id = $1 AND i.id = u.invite_id AND u.due_at <= ledger_now() AND c.paused_at IS NULL
     AND i.state = 'invited' AND i.uuid IS NOT NULL
  RETURNING u.*, i.uuid, i.auth_type, i.profile AS known
), recorded AS (
  INSERT INTO attempt (invite_id, client_id, kind, worker) SELECT invite_id, client_id, 'update', $2 FROM taken
  RETURNING id
)
SELECT recorded.id AS "attemptId", invite_id AS "inviteId", auth_type AS "authType", uuid, profile, locale, known, tries
  FROM taken, recorded
