-- Who is there is suppressed no more for having left, whichever sync did it; a suppression for any other reason stands.
-- Locked in one order, and before any invite, as by whatever else suppresses people. Looked up one by one, as there are few
-- suppressions on most nights, and as many as people when everybody is back.
-- $1 run, $2 auth type, $3 first and $4 last line
WITH there AS MATERIALIZED (
  SELECT r.identifier, i.identifier AS earlier
    FROM sync_row r LEFT JOIN invite i ON i.id = r.invite_id
   WHERE r.run_id = $1 AND r.line BETWEEN $3 AND $4 AND r.kind IN ('joiner', 'known', 'changed', 'moved', 'returned')
), met AS MATERIALIZED (
  SELECT s.identifier
    FROM (SELECT identifier FROM there UNION SELECT earlier FROM there) AS named
   CROSS JOIN LATERAL (
     SELECT identifier FROM suppression
      WHERE auth_type = $2 AND identifier = named.identifier AND for_leaving LIMIT 1
   ) s
), held AS MATERIALIZED (
  SELECT identifier FROM suppression
   WHERE auth_type = $2 AND identifier = ANY (ARRAY(SELECT identifier FROM met)) AND for_leaving
   ORDER BY identifier
     FOR UPDATE
)
DELETE FROM suppression WHERE auth_type = $2 AND identifier = ANY (ARRAY(SELECT identifier FROM held))
