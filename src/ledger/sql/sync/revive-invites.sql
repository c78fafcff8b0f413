-- Somebody who had been invited before a sync cancelled them is so again, and goes on by the policy: starting over would be a
-- second first invitation. Who was cancelled by an operator stays so.
-- $1 run, $2 client, $3 auth type
WITH named AS MATERIALIZED (
  SELECT now.id
    FROM sync_row r
    LEFT JOIN invite o ON o.id = r.invite_id
   CROSS JOIN LATERAL (
     -- The limit makes it one look-up for each row, however the tables were when it was planned.
     SELECT id FROM invite WHERE client_id = $2 AND auth_type = $3 AND identifier = r.identifier LIMIT 1
   ) now
   WHERE r.run_id = $1 AND r.kind IN ('joiner', 'moved', 'returned')
     AND NOT coalesce(o.state = 'activated' AND o.identifier <> r.identifier, false)
), held AS (
  SELECT i.id FROM named JOIN invite i ON i.id = named.id
   WHERE i.state = 'cancelled' AND i.code IN ('left', 'moved')
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
)
UPDATE invite i
   SET state = CASE WHEN i.invited_at IS NULL THEN 'pending' ELSE 'invited' END, state_at = ledger_now(),
       due_at = CASE WHEN i.invited_at IS NULL THEN ledger_now() END, tries = CASE WHEN i.invited_at IS NULL THEN 0 ELSE i.tries END,
       code = NULL, message = NULL, planned_by = NULL
  FROM held WHERE i.id = held.id
