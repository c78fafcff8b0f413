-- Somebody who may be written to again, as they stand now; no row once they have activated, expired or been cancelled.
-- $1 invite
SELECT id, state, counted_from AS "invitedAt", resend_slot AS "resendSlot", resends, last_message_at AS "lastMessageAt",
       time_zone AS "timeZone", next_step AS "nextStep", next_slot AS "nextSlot", next_at AS "nextAt",
       planned_by AS "plannedBy", checked_at AS "checkedAt", by_hand_at AS "byHandAt", by_hand_ignores AS "byHandIgnores",
       is_suppressed AS "isSuppressed", version, ledger_now() AS now
  FROM invited_person WHERE id = $1
