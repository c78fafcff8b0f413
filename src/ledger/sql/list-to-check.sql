-- Which of these people are due, by the policy or by hand, and have not been looked up since they were.
-- $1 invites
SELECT id AS "inviteId", auth_type AS "authType", identifier, uuid FROM invite
 WHERE id = ANY ($1::bigint[]) AND state IN ('invited', 'existing')
   AND (next_at <= ledger_now() AND (checked_at BETWEEN next_at AND (SELECT ledger_now())) IS NOT TRUE
        OR by_hand_at <= ledger_now() AND (checked_at BETWEEN by_hand_at AND (SELECT ledger_now())) IS NOT TRUE)
 ORDER BY id
