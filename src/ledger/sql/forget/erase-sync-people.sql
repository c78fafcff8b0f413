-- Removes what syncs have of the people of these invites. Whoever has another address by now, having changed it after the
-- activation, is forgotten by that one too: the next export would bring it as somebody new.
-- $1 invites, $2 cause
WITH held AS (
  SELECT p.id, forgotten_name(i.auth_type, p.identifier) AS name
    FROM sync_person p JOIN invite i ON i.id = p.invite_id
   WHERE p.invite_id = ANY ($1::bigint[]) AND p.identifier NOT LIKE 'forgotten:%'
   ORDER BY p.id
     FOR UPDATE OF p
), remembered AS (
  INSERT INTO forgotten (name, at, cause) SELECT DISTINCT name, ledger_now(), $2::text FROM held ORDER BY 1
  ON CONFLICT DO NOTHING
)
UPDATE sync_person p
   SET identifier = held.name, employee_number = NULL, profile = '{}', locale = NULL, time_zone = NULL
  FROM held WHERE p.id = held.id
RETURNING p.id
