-- Who of these was forgotten, and when. As in `forgotten_name`, written out: a function is called for each of them, and takes
-- ten times as long.
-- $1 auth type, $2 identifiers
SELECT g.identifier, f.at AS "forgottenAt"
  FROM ledger l
 CROSS JOIN unnest($2::text[]) AS g (identifier)
  JOIN forgotten f
    ON f.name = 'forgotten:' || left(encode(sha256(l.forget_key || convert_to($1 || ':' || g.identifier, 'UTF8')), 'hex'), 32)
 WHERE EXISTS (SELECT FROM forgotten)
