-- People of a client whose next step has not been reckoned by the policy in force. Three ranges of one index: `<>` would
-- read everybody, and the sweep asks every few seconds.
-- $1 client, $2 fingerprint of the policy, $3 how many
WITH unplanned AS (
  (SELECT id FROM invite WHERE client_id = $1 AND state IN ('invited', 'existing') AND planned_by IS NULL LIMIT $3)
  UNION ALL
  (SELECT id FROM invite WHERE client_id = $1 AND state IN ('invited', 'existing') AND planned_by < $2 LIMIT $3)
  UNION ALL
  (SELECT id FROM invite WHERE client_id = $1 AND state IN ('invited', 'existing') AND planned_by > $2 LIMIT $3)
)
SELECT id, state, counted_from AS "invitedAt", resend_slot AS "resendSlot", resends, last_message_at AS "lastMessageAt",
       time_zone AS "timeZone", next_step AS "nextStep", next_slot AS "nextSlot", next_at AS "nextAt",
       planned_by AS "plannedBy", checked_at AS "checkedAt", by_hand_at AS "byHandAt", by_hand_ignores AS "byHandIgnores",
       is_suppressed AS "isSuppressed", version, ledger_now() AS now
  -- By their ids: a join, planned for any number of them, reads everybody who was invited.
  FROM invited_person WHERE id = ANY (ARRAY(SELECT id FROM unplanned LIMIT $3))
