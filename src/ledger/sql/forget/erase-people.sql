-- Removes the data of people and keeps what reports are drawn from: uuids, states, times and codes. Who is still to be called is
-- cancelled. Where a client forgets the same person a second time, the name is told apart by the invite.
-- $1 invites
WITH wait AS (
  DELETE FROM user_update WHERE invite_id = ANY ($1::bigint[])
)
UPDATE invite i
   SET identifier = names.name || CASE WHEN EXISTS (SELECT FROM invite o
                                                     WHERE o.client_id = i.client_id AND o.auth_type = i.auth_type
                                                       AND o.identifier = names.name)
                                       THEN ':' || i.id ELSE '' END,
       profile = '{}', locale = NULL, employee_number = NULL, time_zone = NULL, message = NULL, forgotten_at = ledger_now(),
       state = CASE WHEN i.state IN ('pending', 'queued', 'unknown') THEN 'cancelled' ELSE i.state END,
       state_at = CASE WHEN i.state IN ('pending', 'queued', 'unknown') THEN ledger_now() ELSE i.state_at END,
       code = CASE WHEN i.state IN ('pending', 'queued', 'unknown') THEN 'forgotten' ELSE i.code END,
       due_at = NULL, next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL, by_hand_at = NULL
  FROM (SELECT id, forgotten_name(auth_type, identifier) AS name FROM invite WHERE id = ANY ($1::bigint[])) AS names
 WHERE i.id = names.id AND i.forgotten_at IS NULL
RETURNING i.id, i.code = 'forgotten' AS "isCancelled"
