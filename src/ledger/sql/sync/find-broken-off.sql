-- Whether the last run of a sync is the one that is named and broke off with its process, and how many of the last three did.
-- $1 sync, $2 run
SELECT bool_or(nth = 1 AND id = $2 AND is_broken_off) AS "isLast", count(*) FILTER (WHERE is_broken_off) AS "inARow"
  FROM (
    SELECT id, row_number() OVER (ORDER BY id DESC) AS nth,
           state = 'failed' AND code IN ('sync.process_ended', 'sync.stopped', 'source.stopped') AS is_broken_off
      FROM sync_run WHERE sync_id = $1 AND state <> 'skipped' ORDER BY id DESC LIMIT 3
  ) latest
