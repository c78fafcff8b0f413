-- What an operator asks for: cancels, or starts over. A call under way is not touched. Somebody who had been invited before
-- they were cancelled is so again, and goes on by the policy: starting over would be a second first invitation.
-- Locked in the order of the ids, as by whatever else takes several people, so that none waits for another for ever.
-- $1 new state, $2 states to take, $3 client, or null, $4 batch, or null
WITH held AS (
  SELECT id FROM invite
   WHERE state = ANY ($2::text[])
     -- Whose address has been removed cannot be called.
     AND ($1 <> 'pending' OR forgotten_at IS NULL)
     AND ($3::integer IS NULL OR client_id = $3)
     AND ($4::bigint IS NULL OR id IN (SELECT invite_id FROM roster_row WHERE batch_id = $4))
   ORDER BY id
     FOR NO KEY UPDATE
)
UPDATE invite i
   SET state = CASE WHEN $1 = 'pending' AND i.state = 'cancelled' AND i.invited_at IS NOT NULL THEN 'invited' ELSE $1 END,
       state_at = ledger_now(),
       due_at = CASE WHEN $1 = 'pending' AND (i.state <> 'cancelled' OR i.invited_at IS NULL) THEN ledger_now() END,
       tries = CASE WHEN i.invited_at IS NULL THEN 0 ELSE i.tries END, code = NULL, message = NULL,
       next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL, by_hand_at = NULL
  FROM held WHERE i.id = held.id
RETURNING i.id
