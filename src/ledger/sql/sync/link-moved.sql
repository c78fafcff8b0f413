-- Of invites that this transaction made.
-- $1 run, $2 client, $3 auth type, $4 lines
WITH moved AS MATERIALIZED (
  SELECT r.invite_id AS old_id, now.id
    FROM sync_row r JOIN sync_run s ON s.id = r.run_id
   CROSS JOIN LATERAL (
     -- The limit makes it one look-up for each, however the tables were when it was planned.
     SELECT id, batch_id FROM invite
      WHERE client_id = $2 AND auth_type = $3 AND identifier = r.identifier LIMIT 1
   ) now
   WHERE r.run_id = $1 AND r.line = ANY ($4::integer[]) AND r.kind IN ('moved', 'returned') AND r.invite_id IS NOT NULL
     AND now.batch_id = s.batch_id AND now.id <> r.invite_id
)
UPDATE invite i SET replaces = moved.old_id FROM moved WHERE i.id = moved.id AND i.replaces IS NULL
