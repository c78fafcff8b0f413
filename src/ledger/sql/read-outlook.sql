-- What is to come for the people of a client by itself: within a day, and next.
-- $1 client
SELECT (SELECT count(*) FROM invite
         WHERE client_id = $1 AND next_step = 'resend' AND next_at <= ledger_now() + interval '1 day') AS resends,
       (SELECT min(next_at) FROM invite WHERE client_id = $1 AND next_step = 'resend') AS "nextResendAt",
       (SELECT count(*) FROM invite
         WHERE client_id = $1 AND next_step = 'expire' AND next_at <= ledger_now() + interval '1 day') AS expiries,
       (SELECT count(*) FROM invite WHERE client_id = $1 AND by_hand_at IS NOT NULL) AS "byHand",
       (SELECT count(*) FROM invite
         WHERE client_id = $1 AND state = 'pending' AND due_at > ledger_now()) AS held,
       (SELECT min(due_at) FROM invite
         WHERE client_id = $1 AND state = 'pending' AND due_at > ledger_now()) AS "heldUntil"
