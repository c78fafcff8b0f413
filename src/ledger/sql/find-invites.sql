-- What stands about the invites of one person, of whichever client and forgotten or not, and what time it is by the ledger's clock.
-- $1 uuid, or null, $2 auth type and $3 identifier, or both null
SELECT i.id, c.name AS client, i.auth_type AS "authType", i.identifier, i.uuid, i.state, i.code, i.message,
       i.due_at AS "dueAt", i.invited_at AS "invitedAt", i.activated_at AS "activatedAt", i.activated_by AS "activatedBy",
       i.checked_at AS "checkedAt", i.last_message_at AS "lastMessageAt", i.resends, i.time_zone AS "timeZone",
       i.next_step AS "nextStep", i.next_slot AS "nextSlot", i.next_at AS "nextAt", i.by_hand_at AS "byHandAt",
       i.forgotten_at AS "forgottenAt",
       c.paused_at AS "pausedAt", s.added_at AS "suppressedAt", s.reason AS "suppressedReason", ledger_now() AS now
  FROM invite i
  JOIN client c ON c.id = i.client_id
  LEFT JOIN suppression s ON s.auth_type = i.auth_type AND s.identifier = i.identifier
 WHERE i.uuid = $1 OR i.identifier IN ($3, forgotten_name($2, $3)) AND i.auth_type = $2
 ORDER BY i.id
