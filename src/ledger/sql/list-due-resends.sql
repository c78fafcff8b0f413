-- Messages to be sent again now, the longest due first: slots of the policy, and what operators asked for (slot null).
-- $1 client, $2 fingerprint of the policy (null: none in force), $3 whether people are looked up first, $4 how many
SELECT id AS "inviteId", slot FROM (
  (SELECT id, next_slot AS slot, next_at AS at FROM invite
    WHERE client_id = $1 AND next_step = 'resend' AND next_at <= ledger_now() AND planned_by = $2
      AND state IN ('invited', 'existing')
      AND (NOT $3 OR checked_at BETWEEN next_at AND (SELECT ledger_now()))
    ORDER BY next_at LIMIT $4)
  UNION ALL
  (SELECT id, NULL, by_hand_at FROM invite
    WHERE client_id = $1 AND by_hand_at <= ledger_now() AND state IN ('invited', 'existing')
      AND (NOT $3 OR checked_at BETWEEN by_hand_at AND (SELECT ledger_now()))
    ORDER BY by_hand_at LIMIT $4)
) AS due
 ORDER BY at, id LIMIT $4
