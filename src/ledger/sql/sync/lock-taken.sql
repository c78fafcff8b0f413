-- Locks whom the statements that follow may change, in the order of the ids, as whatever else takes several people: each of them
-- by itself would begin anew with the lowest. Invites that were made in this transaction are nobody else's yet.
-- $1 run, $2 client, $3 auth type, $4 lines
WITH named AS MATERIALIZED (
  SELECT now.id
    FROM sync_row r JOIN sync_run s ON s.id = r.run_id
   CROSS JOIN LATERAL (
     -- The limit makes it one look-up for each row, however the tables were when it was planned.
     SELECT id, batch_id FROM invite WHERE client_id = $2 AND auth_type = $3 AND identifier = r.identifier LIMIT 1
   ) now
   WHERE r.run_id = $1 AND r.line = ANY ($4::integer[]) AND now.batch_id <> s.batch_id
)
SELECT i.id FROM invite i JOIN named USING (id) ORDER BY i.id FOR NO KEY UPDATE OF i
