-- People of a client who have to be looked up before anything else is done for them, those due the longest first.
-- $1 client, $2 how many
SELECT id FROM invite
 WHERE client_id = $1 AND state IN ('invited', 'existing')
   AND (next_at <= ledger_now() AND (checked_at IS NULL OR checked_at < next_at)
        OR by_hand_at <= ledger_now() AND (checked_at IS NULL OR checked_at < by_hand_at))
 ORDER BY least(next_at, by_hand_at), id LIMIT $2
