-- Also those who have activated: nobody who has left is written to. An address that somebody else has by now, or that somebody
-- has by another sync, of whatever client, is let be. Whose call is under way is still there until the next run.
-- $1 run, $2 sync, $3 reason
WITH gone AS (
  SELECT DISTINCT i.auth_type, i.identifier
    FROM sync_change c JOIN invite i ON i.id = c.invite_id
   WHERE c.run_id = $1 AND c.kind = 'leaver' AND c.result IS DISTINCT FROM 'under-way'
     AND NOT EXISTS (SELECT FROM sync_row r WHERE r.run_id = $1 AND r.identifier = i.identifier)
     AND NOT EXISTS (SELECT FROM invite n JOIN sync_person o ON o.invite_id = n.id
                      WHERE n.identifier = i.identifier AND n.auth_type = i.auth_type
                        AND o.left_at IS NULL AND o.sync_id <> $2)
), added AS (
  INSERT INTO suppression (auth_type, identifier, reason, added_at, for_leaving)
  SELECT auth_type, identifier, $3, ledger_now(), true FROM gone ORDER BY auth_type, identifier
  ON CONFLICT DO NOTHING
)
UPDATE sync_change c SET result = 'suppressed'
  FROM invite i JOIN gone USING (auth_type, identifier)
 WHERE c.run_id = $1 AND c.kind = 'leaver' AND i.id = c.invite_id AND c.result IS DISTINCT FROM 'under-way'
