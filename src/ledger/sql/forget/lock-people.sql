-- The invites of these people, locked in the order of their ids, so that no call of theirs begins meanwhile; whoever was
-- forgotten before is told by `isForgotten`.
-- $1 auth types, $2 identifiers
SELECT i.id, i.auth_type AS "authType", i.identifier, i.forgotten_at IS NOT NULL AS "isForgotten"
  FROM invite i JOIN unnest($1::text[], $2::text[]) AS g (auth_type, identifier) USING (auth_type, identifier)
 ORDER BY i.id
   FOR UPDATE OF i
