-- The names of the counts are those of src/sync/counts.ts.
-- $1 run, $2 sync
WITH refused AS (
  SELECT problems->0->>'code' AS code, count(*) AS rows FROM sync_row WHERE run_id = $1 AND kind = 'refused' GROUP BY 1
), absent AS (
  SELECT count(*) FILTER (WHERE kind = 'leaver') AS leavers, count(*) FILTER (WHERE kind = 'unclear') AS unclear
    FROM sync_change WHERE run_id = $1
)
SELECT count(*) AS rows, (SELECT count(*) FROM sync_person WHERE sync_id = $2 AND left_at IS NULL) AS before,
       count(*) FILTER (WHERE kind = 'joiner') AS joiners,
       count(*) FILTER (WHERE kind = 'known') AS known,
       count(*) FILTER (WHERE kind = 'unchanged') AS unchanged,
       count(*) FILTER (WHERE kind = 'changed') AS changed,
       count(*) FILTER (WHERE kind = 'moved') AS moved,
       count(*) FILTER (WHERE kind = 'returned') AS returned,
       (SELECT leavers FROM absent) AS leavers, (SELECT unclear FROM absent) AS unclear,
       count(*) FILTER (WHERE kind = 'suppressed') AS suppressed,
       count(*) FILTER (WHERE kind = 'repeated') AS repeated,
       count(*) FILTER (WHERE kind = 'repeated' AND NOT is_same) AS conflicts,
       count(*) FILTER (WHERE kind = 'refused') AS refused,
       (SELECT coalesce(json_object_agg(code, rows), '{}') FROM refused) AS "refusedBy"
  FROM sync_row WHERE run_id = $1
