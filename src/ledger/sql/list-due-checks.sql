-- People of a client who have to be looked up before anything else is done for them, those due the longest first.
-- $1 client, $2 how many
SELECT id FROM (
  (SELECT id, next_at AS at FROM invite
    WHERE client_id = $1 AND next_step IN ('resend', 'expire') AND next_at <= ledger_now()
      AND state IN ('invited', 'existing') AND (checked_at BETWEEN next_at AND (SELECT ledger_now())) IS NOT TRUE
    ORDER BY next_at LIMIT $2)
  UNION ALL
  (SELECT id, by_hand_at FROM invite
    WHERE client_id = $1 AND by_hand_at <= ledger_now()
      AND state IN ('invited', 'existing') AND (checked_at BETWEEN by_hand_at AND (SELECT ledger_now())) IS NOT TRUE
    ORDER BY by_hand_at LIMIT $2)
) AS due
 GROUP BY id ORDER BY min(at), id LIMIT $2
