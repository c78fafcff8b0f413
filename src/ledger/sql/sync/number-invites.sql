-- The number is not sent, so that invites take it over whatever calls were made.
-- $1 sync
UPDATE invite i SET employee_number = p.employee_number
  FROM sync_person p
 WHERE p.sync_id = $1 AND p.left_at IS NULL AND i.id = p.invite_id AND p.employee_number IS NOT NULL
   AND i.employee_number IS DISTINCT FROM p.employee_number
