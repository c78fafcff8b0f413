-- Which of these people are still in doubt, and whether a look-up has had one called from the start before.
-- $1 invites, $2 the code of such a look-up
SELECT id AS "inviteId", auth_type AS "authType", identifier, uuid,
       EXISTS (SELECT FROM invite_history h WHERE h.invite_id = i.id AND h.code = $2) AS "wasStartedOver"
  FROM invite i
 WHERE id = ANY ($1::bigint[]) AND state = 'unknown' AND due_at IS NULL
 ORDER BY id
