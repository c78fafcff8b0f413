-- Ends the doubt about people for whom no further call is made by itself: invited by the call that was lost (which was when
-- they came to be in doubt), to be called from the start, or kept in doubt with what has been found out.
-- $1 invites, $2 new states, $3 uuids, $4 codes, $5 messages
WITH resolution AS (
  SELECT r.* FROM unnest($1::bigint[], $2::text[], $3::uuid[], $4::text[], $5::text[]) AS r (id, state, uuid, code, message)
), locked AS (
  SELECT id FROM invite WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE
)
UPDATE invite i
   SET state = r.state, state_at = CASE WHEN r.state = 'unknown' THEN i.state_at ELSE ledger_now() END,
       uuid = coalesce(r.uuid, i.uuid), code = r.code, message = r.message, checked_at = ledger_now(),
       invited_at = CASE WHEN r.state = 'invited' THEN i.state_at ELSE i.invited_at END,
       last_message_at = CASE WHEN r.state = 'invited' THEN greatest(i.last_message_at, i.state_at) ELSE i.last_message_at END,
       due_at = CASE WHEN r.state = 'pending' THEN ledger_now() END,
       tries = CASE WHEN r.state = 'pending' THEN 0 ELSE i.tries END
  FROM resolution r JOIN locked USING (id)
 WHERE i.id = r.id AND i.state = 'unknown' AND i.due_at IS NULL
RETURNING i.id
