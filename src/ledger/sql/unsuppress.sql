-- Lets identifiers be called again, also those of people who were forgotten; what the policy has for their people is reckoned anew.
-- $1 auth types, $2 identifiers
WITH gone AS (
  DELETE FROM suppression s USING unnest($1::text[], $2::text[]) AS g (auth_type, identifier)
   WHERE s.auth_type = g.auth_type AND s.identifier = g.identifier
  RETURNING s.auth_type, s.identifier
), held AS (
  SELECT i.id FROM invite i JOIN gone USING (identifier, auth_type)
   WHERE i.state IN ('invited', 'existing')
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
), replanned AS (
  UPDATE invite i SET planned_by = NULL FROM held WHERE i.id = held.id
), remembered AS (
  DELETE FROM forgotten f USING unnest($1::text[], $2::text[]) AS g (auth_type, identifier)
   WHERE f.name IN (g.identifier, forgotten_name(g.auth_type, g.identifier))
  RETURNING g.auth_type, g.identifier
)
SELECT count(*) AS removed FROM (SELECT * FROM gone UNION SELECT * FROM remembered) AS removed
