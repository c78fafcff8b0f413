-- No policy is in force any more: what an earlier one planned is off.
-- $1 client
UPDATE invite SET next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL
 WHERE client_id = $1 AND next_at IS NOT NULL
