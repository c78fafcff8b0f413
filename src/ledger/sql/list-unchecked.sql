-- People for whom a step is due and of whom it is not known, by a look-up since then, that they have not activated.
-- $1 client, $2 fingerprint of the policy (null: none in force), $3 ms for which a look-up is believed, $4 how many
SELECT DISTINCT ON (id) id FROM (
  (SELECT id, next_at AS at FROM invite
    WHERE client_id = $1 AND next_step IN ('resend', 'expire') AND next_at <= ledger_now() AND planned_by = $2
      AND state IN ('invited', 'existing')
      AND (checked_at >= greatest(next_at, ledger_now() - $3::float8 * interval '1 millisecond')) IS NOT TRUE
    ORDER BY next_at LIMIT $4)
  UNION ALL
  (SELECT id, by_hand_at FROM invite
    WHERE client_id = $1 AND by_hand_at <= ledger_now() AND state IN ('invited', 'existing')
      AND (checked_at >= greatest(by_hand_at, ledger_now() - $3::float8 * interval '1 millisecond')) IS NOT TRUE
    ORDER BY by_hand_at LIMIT $4)
) AS due
 ORDER BY id LIMIT $4
