-- Gives up the people whose time is over, but for those to whom a message is still to go out or going out.
-- $1 client, $2 fingerprint of the policy, $3 whether people are looked up first, $4 how many
WITH over AS (
  SELECT id FROM invite i
   WHERE client_id = $1 AND next_step = 'expire' AND next_at <= ledger_now() AND planned_by = $2
     AND state IN ('invited', 'existing') AND by_hand_at IS NULL
     AND (NOT $3 OR checked_at BETWEEN next_at AND (SELECT ledger_now()))
     AND NOT EXISTS (SELECT FROM attempt a WHERE a.id = i.attempt_id AND a.ended_at IS NULL)
   ORDER BY next_at LIMIT $4
     FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE invite i
   SET state = 'expired', state_at = ledger_now(), next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL
  FROM over WHERE i.id = over.id
RETURNING i.id
