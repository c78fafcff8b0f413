-- What came of the recent events of a client and of those that are not handled yet, and when the last was received.
-- $1 client, $2 ms that are recent
SELECT count(*) AS received,
       count(*) FILTER (WHERE handled_at IS NULL) AS open,
       count(*) FILTER (WHERE outcome = 'activated') AS activated,
       count(*) FILTER (WHERE outcome = 'no-change') AS "noChange",
       count(*) FILTER (WHERE outcome = 'ignored') AS ignored,
       count(*) FILTER (WHERE outcome = 'unknown-person') AS "unknownPerson",
       max(received_at) AS "lastReceivedAt"
  FROM event
 WHERE client_id = $1
   AND (handled_at IS NULL OR received_at >= (SELECT ledger_now()) - $2::float8 * interval '1 millisecond')
