-- The time zones of the people who are next to be queued.
-- $1 client, $2 how many people
SELECT DISTINCT time_zone AS "timeZone", ledger_now() AS now
  FROM (SELECT time_zone FROM invite
         WHERE client_id = $1 AND state = 'pending' AND due_at <= ledger_now()
         ORDER BY due_at, id LIMIT $2) AS next
