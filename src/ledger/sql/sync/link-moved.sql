-- $1 run, $2 client, $3 auth type
UPDATE invite i SET replaces = c.invite_id
  FROM sync_change c JOIN sync_run s ON s.id = c.run_id
 WHERE c.run_id = $1 AND c.kind IN ('moved', 'returned') AND c.invite_id IS NOT NULL
   AND i.client_id = $2 AND i.auth_type = $3 AND i.identifier = c.after->>'identifier'
   AND i.batch_id = s.batch_id AND i.id <> c.invite_id AND i.replaces IS NULL
