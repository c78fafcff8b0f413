-- What came of the events of a client, and when the last was received.
-- $1 client
SELECT count(*) AS received,
       count(*) FILTER (WHERE handled_at IS NULL) AS open,
       count(*) FILTER (WHERE outcome = 'activated') AS activated,
       count(*) FILTER (WHERE outcome = 'no-change') AS "noChange",
       count(*) FILTER (WHERE outcome = 'ignored') AS ignored,
       count(*) FILTER (WHERE outcome = 'unknown-person') AS "unknownPerson",
       max(received_at) AS "lastReceivedAt"
  FROM event WHERE client_id = $1
