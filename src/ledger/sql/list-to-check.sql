-- Which of these people are due, and Next Identity has not been asked about since they were.
-- $1 invites
SELECT id AS "inviteId", auth_type AS "authType", identifier, uuid FROM invite
 WHERE id = ANY ($1::bigint[]) AND state IN ('invited', 'existing')
   AND (next_at <= ledger_now() AND (checked_at IS NULL OR checked_at < next_at)
        OR by_hand_at <= ledger_now() AND (checked_at IS NULL OR checked_at < by_hand_at))
 ORDER BY id
