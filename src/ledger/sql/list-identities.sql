-- Under which addresses and numbers these users of Next Identity are known.
-- $1 uuids
SELECT DISTINCT uuid, auth_type AS "authType", identifier FROM invite WHERE uuid = ANY ($1::uuid[])
