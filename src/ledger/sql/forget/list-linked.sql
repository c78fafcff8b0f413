-- Addresses and numbers that these people had before or have since, by what syncs have noted.
-- $1 invites
SELECT DISTINCT identifier FROM invite
 WHERE (replaces = ANY ($1::bigint[]) OR id IN (SELECT replaces FROM invite WHERE id = ANY ($1::bigint[])))
   AND NOT id = ANY ($1::bigint[]) AND forgotten_at IS NULL
 ORDER BY identifier
