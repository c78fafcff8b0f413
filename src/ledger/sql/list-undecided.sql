-- People in doubt for whom no further call is made by itself, those in doubt the longest first.
-- $1 client, or null, $2 batch, or null, $3 identifiers, or null
SELECT i.id, c.name AS client, i.identifier, i.state_at AS "since", i.tries AS calls, i.code, i.message
  FROM invite i JOIN client c ON c.id = i.client_id
 WHERE i.state = 'unknown' AND i.due_at IS NULL
   AND ($1::integer IS NULL OR i.client_id = $1)
   AND ($2::bigint IS NULL OR i.id IN (SELECT invite_id FROM roster_row WHERE batch_id = $2))
   AND ($3::text[] IS NULL OR i.identifier = ANY ($3))
 ORDER BY i.state_at, i.id
