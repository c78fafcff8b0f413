-- Writes down what comes next for people, unless they have changed since it was reckoned. Who is locked is being planned by
-- another process, or called: the next sweep looks again.
-- $1 fingerprint of the policy, $2 invites, $3 their slots and $4 fingerprints when it was reckoned, $5 steps, $6 slots, $7 times
WITH reckoned AS (
  SELECT * FROM unnest($2::bigint[], $3::smallint[], $4::text[], $5::text[], $6::smallint[], $7::timestamptz[])
    AS r (id, resend_slot, planned_by, step, slot, at)
), held AS (
  SELECT i.id FROM invite i JOIN reckoned r USING (id)
   WHERE i.state IN ('invited', 'existing') AND i.resend_slot = r.resend_slot
     AND i.planned_by IS NOT DISTINCT FROM r.planned_by
     FOR NO KEY UPDATE OF i SKIP LOCKED
)
UPDATE invite i SET next_step = r.step, next_slot = r.slot, next_at = r.at, planned_by = $1
  FROM held JOIN reckoned r USING (id)
 WHERE i.id = held.id
RETURNING i.id
