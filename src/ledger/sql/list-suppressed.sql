-- $1 auth type, or null, $2 identifiers, or null for all
SELECT auth_type AS "authType", identifier, reason, added_at AS "addedAt" FROM suppression
 WHERE ($1::text IS NULL OR auth_type = $1) AND ($2::text[] IS NULL OR identifier = ANY ($2))
 ORDER BY added_at, auth_type, identifier
