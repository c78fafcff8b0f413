-- Takes the due slot of an invite, or the operator's request for it, for one call, and records the call. Either is used up from
-- here on, whatever becomes of the process. Run behind `lock-person`, so that what another process has claimed is in sight.
-- $1 invite, $2 worker, $3 slot (null: by hand), $4 slot before, $5 fingerprint of the policy,
-- $6 whether people are looked up first, $7 ms of cool-down, $8 also where suppressed,
-- $9 types of event that tell of an activation: one that is recorded counts before it is handled
WITH taken AS (
  UPDATE invite i
     SET resend_slot = coalesce($3::smallint, i.resend_slot), resends = i.resends + 1,
         attempt_id = nextval(pg_get_serial_sequence('attempt', 'id')),
         next_step = NULL, next_slot = NULL, next_at = NULL, planned_by = NULL, by_hand_at = NULL
    FROM client c
   WHERE i.id = $1 AND c.id = i.client_id AND c.paused_at IS NULL
     AND i.state IN ('invited', 'existing') AND i.forgotten_at IS NULL AND i.resend_slot = $4
     AND CASE WHEN $3::smallint IS NULL THEN i.by_hand_at <= ledger_now()
              ELSE i.next_step = 'resend' AND i.next_slot = $3 AND i.next_at <= ledger_now() AND i.planned_by = $5 END
     AND (NOT $6 OR i.checked_at BETWEEN CASE WHEN $3::smallint IS NULL THEN i.by_hand_at ELSE i.next_at END
                                 AND (SELECT ledger_now()))
     AND ($8 OR NOT EXISTS (SELECT FROM suppression s
                             WHERE s.auth_type = i.auth_type AND s.identifier = i.identifier))
     -- Told by the outcome, not by handled_at, so that events are found by their person: the planner would take all open ones
     -- of the client for few, and read them all where a flood has come in.
     AND NOT EXISTS (SELECT FROM event e
                      WHERE e.sub = i.uuid AND e.client_id = i.client_id AND e.outcome IS NULL
                        AND e.type = ANY ($9::text[]))
     AND NOT EXISTS (SELECT FROM invite o LEFT JOIN attempt a ON a.id = o.attempt_id AND a.ended_at IS NULL
                      WHERE o.identifier = i.identifier AND o.auth_type = i.auth_type
                        AND (a.id IS NOT NULL
                             OR o.last_message_at > ledger_now() - $7::float8 * interval '1 millisecond'))
  RETURNING i.*
), recorded AS (
  INSERT INTO attempt (id, invite_id, client_id, kind, worker, slot, by_hand)
  SELECT attempt_id, id, client_id, 'resend', $2, $3::smallint, $3 IS NULL FROM taken
)
SELECT id AS "inviteId", attempt_id AS "attemptId", auth_type AS "authType", profile, locale FROM taken
