-- Who has come back is suppressed no more by having left; a suppression for any other reason stands.
-- $1 run, $2 reason
DELETE FROM suppression s
 USING sync_change c JOIN invite i ON i.id = c.invite_id
 WHERE c.run_id = $1 AND c.kind = 'returned' AND s.reason = $2
   AND s.auth_type = i.auth_type AND s.identifier IN (i.identifier, c.after->>'identifier')
