-- People for whom a step is due, or not reckoned yet, or whose message is under way: the call may be given back, and who was
-- planned anew meanwhile is not due.
-- $1 clients, $2 the fingerprint of each one's policy (null: none in force)
SELECT count(*) AS due
  FROM unnest($1::integer[], $2::text[]) AS asked (id, policy)
  CROSS JOIN LATERAL (
    SELECT id FROM invite i
     WHERE i.client_id = asked.id AND i.by_hand_at <= ledger_now() AND i.state IN ('invited', 'existing')
    UNION
    SELECT id FROM invite i
     WHERE i.client_id = asked.id AND i.next_step IN ('resend', 'expire') AND i.next_at <= ledger_now()
       AND i.planned_by = asked.policy AND i.state IN ('invited', 'existing')
    UNION
    SELECT id FROM invite i
     WHERE i.client_id = asked.id AND i.planned_by IS NULL AND asked.policy IS NOT NULL AND i.state IN ('invited', 'existing')
    UNION
    SELECT id FROM invite i
     WHERE i.client_id = asked.id AND i.planned_by < asked.policy AND i.state IN ('invited', 'existing')
    UNION
    SELECT id FROM invite i
     WHERE i.client_id = asked.id AND i.planned_by > asked.policy AND i.state IN ('invited', 'existing')
    UNION
    SELECT invite_id FROM attempt a WHERE a.client_id = asked.id AND a.ended_at IS NULL AND a.kind = 'resend'
  ) AS due
