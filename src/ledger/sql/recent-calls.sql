-- Calls of a client that ended within a span, how many of them were answered 429, and how long the span is so far.
-- $1 client, $2 ms
SELECT count(*) AS calls, count(*) FILTER (WHERE http_status = 429) AS held,
       coalesce(extract(epoch FROM now() - greatest(min(started_at), now() - $2 * interval '1 millisecond')) * 1000, 0)::float8
         AS "spanMs"
  FROM attempt
 WHERE client_id = $1 AND ended_at > now() - $2 * interval '1 millisecond'
   -- The direct access client has a budget of its own.
   AND kind <> 'update'
