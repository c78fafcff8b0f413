-- $1 run, $2 whether the invites of people who have left are cancelled too
WITH planned AS (
  SELECT c.id AS change_id, c.kind, c.invite_id
    FROM sync_change c JOIN invite i ON i.id = c.invite_id
   WHERE c.run_id = $1 AND (c.kind = 'moved' OR c.kind = 'leaver' AND $2)
     AND NOT EXISTS (SELECT FROM sync_row r WHERE r.run_id = $1 AND r.identifier = i.identifier)
), held AS (
  SELECT i.id, i.state, p.change_id, p.kind
    FROM planned p JOIN invite i ON i.id = p.invite_id
   WHERE i.state NOT IN ('activated', 'cancelled')
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
), cancelled AS (
  UPDATE invite i
     SET state = 'cancelled', state_at = ledger_now(), due_at = NULL, code = CASE held.kind WHEN 'moved' THEN 'moved' ELSE 'left' END,
         message = CASE held.kind WHEN 'moved' THEN 'The person has another address or number by now.'
                                  ELSE 'The person is not in the export any more.' END,
         next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL, by_hand_at = NULL
    FROM held WHERE i.id = held.id AND held.state <> 'sending'
)
UPDATE sync_change c
   SET result = CASE WHEN held.state = 'sending' THEN 'under-way' WHEN held.kind = 'leaver' THEN 'cancelled' ELSE c.result END
  FROM held WHERE c.id = held.change_id
