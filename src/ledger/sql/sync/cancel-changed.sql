-- An address that the export gives to anybody, or that somebody has by another sync, keeps its invite.
-- $1 run, $2 sync, $3 whether the invites of people who have left are cancelled too
WITH planned AS (
  SELECT c.id AS change_id, c.kind, c.invite_id
    FROM sync_change c JOIN invite i ON i.id = c.invite_id
   WHERE c.run_id = $1
     AND (c.kind IN ('moved', 'returned') AND i.identifier <> c.after->>'identifier' OR c.kind = 'leaver' AND $3)
     AND NOT EXISTS (SELECT FROM sync_row r WHERE r.run_id = $1 AND r.identifier = i.identifier)
     AND NOT EXISTS (SELECT FROM sync_person o WHERE o.invite_id = i.id AND o.left_at IS NULL AND o.sync_id <> $2)
), held AS (
  SELECT i.id, i.state, p.change_id, p.kind
    FROM planned p JOIN invite i ON i.id = p.invite_id
   WHERE i.state NOT IN ('activated', 'cancelled')
   ORDER BY i.id
     FOR NO KEY UPDATE OF i
), cancelled AS (
  UPDATE invite i
     SET state = 'cancelled', state_at = ledger_now(), due_at = NULL, code = CASE held.kind WHEN 'leaver' THEN 'left' ELSE 'moved' END,
         message = CASE held.kind WHEN 'leaver' THEN 'The person is not in the export any more.'
                                  ELSE 'The person has another address or number by now.' END,
         next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL, by_hand_at = NULL
    FROM held WHERE i.id = held.id AND held.state <> 'sending'
)
-- Nothing is left of an earlier time that the same plan was carried out and found the call under way.
UPDATE sync_change c
   SET result = CASE WHEN held.state = 'sending' THEN 'under-way' WHEN held.kind = 'leaver' THEN 'cancelled' END
  FROM held WHERE c.id = held.change_id
