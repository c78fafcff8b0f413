-- Calls of a client that ended since a moment, counted up to a number that makes no difference any more.
-- $1 client, $2 the moment, $3 the number
SELECT count(*)::integer AS calls
  FROM (SELECT FROM attempt
         WHERE client_id = $1 AND ended_at > $2 AND kind <> 'update' AND http_status <> 429
         LIMIT $3) AS since
