-- Notes that these people are not to be called, by names that do not tell who they are.
-- $1 auth types, $2 identifiers, $3 cause
INSERT INTO forgotten (name, at, cause)
SELECT DISTINCT forgotten_name(auth_type, identifier), ledger_now(), $3::text
  FROM unnest($1::text[], $2::text[]) AS g (auth_type, identifier)
 ORDER BY 1
ON CONFLICT DO NOTHING
