-- No policy is in force any more: what an earlier one planned is off.
-- $1 client
WITH held AS (
  SELECT id FROM invite WHERE client_id = $1 AND next_at IS NOT NULL ORDER BY id FOR NO KEY UPDATE
)
UPDATE invite i SET next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL
  FROM held WHERE i.id = held.id
