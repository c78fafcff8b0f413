-- Whoever is forgotten is called no more by that alone; the suppression would name them, and say why.
-- $1 auth types, $2 identifiers
DELETE FROM suppression s USING unnest($1::text[], $2::text[]) AS g (auth_type, identifier)
 WHERE s.auth_type = g.auth_type AND s.identifier = g.identifier
RETURNING s.auth_type AS name
