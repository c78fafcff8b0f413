-- The pace at which the latest of the processes that are alive calls a client, where it is fixed.
-- $1 client, $2 ms after which an unseen worker is dead
SELECT (paces->($1::integer)::text->>'calls')::double precision AS calls,
       (paces->($1::integer)::text->>'perMs')::double precision AS "perMs"
  FROM worker
 WHERE seen_at > now() - $2 * interval '1 millisecond' AND paces ? ($1::integer)::text
 ORDER BY started_at DESC
 LIMIT 1
