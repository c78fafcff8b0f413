-- What is to come for the people of a client by itself: within a day, and next. Whole minutes are added up, and who is due in
-- the minute that has not passed is counted.
-- $1 client
WITH clock AS (
  SELECT now, tally_minute(now) AS minute, tomorrow, tally_minute(tomorrow) AS minute_tomorrow
    FROM (SELECT ledger_now() AS now, ledger_now() + interval '1 day' AS tomorrow) AS times
), step AS (
  SELECT s.name,
         coalesce((SELECT sum(c.people) FROM counted c
                    WHERE c.kind = s.name AND c.client_id = $1 AND c.minute < (SELECT minute_tomorrow FROM clock)), 0)
         + (SELECT count(*) FROM invite i
             WHERE i.client_id = $1 AND i.next_step = s.name
               AND i.next_at BETWEEN (SELECT minute_tomorrow FROM clock) AND (SELECT tomorrow FROM clock)) AS people
    FROM (VALUES ('resend'), ('expire')) AS s (name)
)
SELECT (SELECT people FROM step WHERE name = 'resend')::bigint AS resends,
       (SELECT min(next_at) FROM invite WHERE client_id = $1 AND next_step = 'resend') AS "nextResendAt",
       (SELECT people FROM step WHERE name = 'expire')::bigint AS expiries,
       (SELECT coalesce(sum(c.people), 0) FROM counted c WHERE c.kind = 'by-hand' AND c.client_id = $1)::bigint AS "byHand",
       ((SELECT coalesce(sum(c.people), 0) FROM counted c
          WHERE c.kind = 'open' AND c.client_id = $1 AND c.minute > (SELECT minute FROM clock) AND c.minute < 'infinity')
        + (SELECT count(*) FROM invite
            WHERE client_id = $1 AND state = 'pending' AND due_at > (SELECT now FROM clock)
              AND due_at < (SELECT minute FROM clock) + interval '1 minute')
        -- They have a job already, and are no more than the queue's window.
        - (SELECT count(*) FROM invite
            WHERE client_id = $1 AND state IN ('queued', 'sending')
              AND due_at >= (SELECT minute FROM clock) + interval '1 minute'))::bigint AS held,
       (SELECT min(due_at) FROM invite
         WHERE client_id = $1 AND state = 'pending' AND due_at > ledger_now()) AS "heldUntil"
