-- Which of these people are due, by the policy or by hand, and have not been looked up since they were.
-- $1 invites
SELECT id AS "inviteId", auth_type AS "authType", identifier, uuid FROM invite
 WHERE id = ANY ($1::bigint[]) AND state IN ('invited', 'existing')
   AND (next_at <= ledger_now() AND NOT looked_up_since(checked_at, next_at)
        OR by_hand_at <= ledger_now() AND NOT looked_up_since(checked_at, by_hand_at))
 ORDER BY id
