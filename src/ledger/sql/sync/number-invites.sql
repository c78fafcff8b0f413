-- The number is not sent, so that invites take it over whatever calls were made. Locked in the order of the ids, as by whatever
-- else takes several people.
-- $1 sync
WITH held AS (
  SELECT i.id, p.employee_number
    FROM sync_person p JOIN invite i ON i.id = p.invite_id
   WHERE p.sync_id = $1 AND p.left_at IS NULL AND p.employee_number IS NOT NULL
     AND i.employee_number IS DISTINCT FROM p.employee_number
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
)
UPDATE invite i SET employee_number = held.employee_number FROM held WHERE i.id = held.id
