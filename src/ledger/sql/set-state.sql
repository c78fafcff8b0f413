-- What an operator asks for: cancels, or starts over. A call under way is not touched.
-- $1 new state, $2 states to take, $3 client, or null, $4 batch, or null
UPDATE invite i
   SET state = $1, state_at = now(), due_at = CASE WHEN $1 = 'pending' THEN now() END,
       tries = 0, code = NULL, message = NULL
 WHERE i.state = ANY ($2::text[])
   AND ($3::integer IS NULL OR i.client_id = $3)
   AND ($4::bigint IS NULL OR i.id IN (SELECT invite_id FROM roster_row WHERE batch_id = $4))
RETURNING i.id
