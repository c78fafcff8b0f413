-- $1 run, $2 client, $3 auth type
WITH moved AS MATERIALIZED (
  SELECT c.invite_id AS old_id, now.id
    FROM sync_change c JOIN sync_run s ON s.id = c.run_id
   CROSS JOIN LATERAL (
     -- The limit makes it one look-up for each, however the tables were when it was planned.
     SELECT id, batch_id FROM invite
      WHERE client_id = $2 AND auth_type = $3 AND identifier = c.after->>'identifier' LIMIT 1
   ) now
   WHERE c.run_id = $1 AND c.kind IN ('moved', 'returned') AND c.invite_id IS NOT NULL
     AND now.batch_id = s.batch_id AND now.id <> c.invite_id
)
UPDATE invite i SET replaces = moved.old_id FROM moved WHERE i.id = moved.id AND i.replaces IS NULL
