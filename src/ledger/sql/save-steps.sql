-- Writes down what comes next for people, unless they have changed since it was reckoned. Who is locked is being planned by
-- another process, or called: the next sweep looks again.
-- $1 fingerprint of the policy, $2 invites, $3 their versions when it was reckoned, $4 steps, $5 slots, $6 times
WITH reckoned AS (
  SELECT * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::smallint[], $6::timestamptz[]) AS r (id, version, step, slot, at)
), held AS (
  SELECT i.id FROM invite i JOIN reckoned r USING (id)
   WHERE i.state IN ('invited', 'existing') AND i.xmin::text = r.version
     FOR NO KEY UPDATE OF i SKIP LOCKED
)
UPDATE invite i SET next_step = r.step, next_slot = r.slot, next_at = r.at, planned_by = $1
  FROM held JOIN reckoned r USING (id)
 WHERE i.id = held.id
RETURNING i.id
