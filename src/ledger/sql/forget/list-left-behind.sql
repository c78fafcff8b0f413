-- People whom a claim found to have been forgotten before their row came in, locked in the order of their ids.
-- $1 how many
SELECT i.id, i.auth_type AS "authType", i.identifier
  FROM invite i
 WHERE i.code = 'forgotten' AND i.forgotten_at IS NULL
 ORDER BY i.id LIMIT $1
   FOR UPDATE OF i
