-- Adds identifiers that are never called, takes back what is planned for their people, and cancels those who have not been
-- invited yet. A reason given before stands, but for a sync's, which would fall when the person is back. A call that is under way
-- is let finish.
-- $1 auth types, $2 identifiers, $3 reasons
WITH given AS (
  SELECT DISTINCT ON (auth_type, identifier) * FROM unnest($1::text[], $2::text[], $3::text[]) AS g (auth_type, identifier, reason)
   ORDER BY auth_type, identifier
), added AS (
  INSERT INTO suppression (auth_type, identifier, reason, added_at)
  SELECT auth_type, identifier, reason, ledger_now() FROM given
  ON CONFLICT (auth_type, identifier) DO UPDATE SET reason = excluded.reason, added_at = excluded.added_at, for_leaving = false
   WHERE suppression.for_leaving
  RETURNING 1
), held AS (
  SELECT i.id, i.state FROM invite i JOIN given g USING (identifier, auth_type)
   WHERE i.state IN ('pending', 'queued', 'unknown', 'invited', 'existing')
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
), stopped AS (
  UPDATE invite i SET planned_by = NULL, by_hand_at = CASE WHEN 'suppression' = ANY (i.by_hand_ignores) THEN i.by_hand_at END
    FROM held WHERE i.id = held.id AND held.state IN ('invited', 'existing')
), cancelled AS (
  UPDATE invite i
     SET state = 'cancelled', state_at = ledger_now(), due_at = NULL, code = 'suppressed',
         message = 'The address or number is suppressed.'
    FROM held WHERE i.id = held.id AND held.state IN ('pending', 'queued', 'unknown')
  RETURNING 1
)
SELECT (SELECT count(*) FROM added) AS added, (SELECT count(*) FROM given) - (SELECT count(*) FROM added) AS known,
       (SELECT count(*) FROM cancelled) AS cancelled
