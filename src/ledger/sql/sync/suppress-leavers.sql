-- Also those who have activated: nobody who has left is written to. An address that somebody else has by now is let be.
-- $1 run, $2 reason
WITH gone AS (
  SELECT DISTINCT i.auth_type, i.identifier
    FROM sync_change c JOIN invite i ON i.id = c.invite_id
   WHERE c.run_id = $1 AND c.kind = 'leaver'
     AND NOT EXISTS (SELECT FROM sync_row r WHERE r.run_id = $1 AND r.identifier = i.identifier)
), added AS (
  INSERT INTO suppression (auth_type, identifier, reason, added_at)
  SELECT auth_type, identifier, $2, ledger_now() FROM gone
  ON CONFLICT DO NOTHING
)
UPDATE sync_change c SET result = 'suppressed'
  FROM invite i JOIN gone USING (auth_type, identifier)
 WHERE c.run_id = $1 AND c.kind = 'leaver' AND i.id = c.invite_id AND c.result IS DISTINCT FROM 'under-way'
