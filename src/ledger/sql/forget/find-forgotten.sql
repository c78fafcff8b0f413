-- Who of these was forgotten, and when.
-- $1 auth type, $2 identifiers
SELECT g.identifier, f.at AS "forgottenAt"
  FROM ledger l
 CROSS JOIN unnest($2::text[]) AS g (identifier)
  JOIN forgotten f ON f.name = forgotten_name(l.forget_key, $1, g.identifier)
 WHERE EXISTS (SELECT FROM forgotten)
