-- $1 sync, $2 trigger, $3 due time (null: by hand), $4 whether it gives way to a run that is held
WITH other AS (
  SELECT count(*) FILTER (WHERE state = 'running') > 0 AS is_running, max(id) FILTER (WHERE state = 'held') AS held
    FROM sync_run WHERE sync_id = $1 AND state IN ('running', 'held')
), answer AS (
  SELECT CASE WHEN is_running THEN 'sync.still_running' WHEN $4 AND held IS NOT NULL THEN 'sync.held_before' END AS code, held
    FROM other
)
INSERT INTO sync_run (sync_id, trigger, due_at, state, ended_at, code, message, waits_for)
SELECT $1, $2, $3, CASE WHEN code IS NULL THEN 'running' ELSE 'skipped' END, CASE WHEN code IS NOT NULL THEN now() END, code,
       CASE code WHEN 'sync.still_running' THEN 'Another run of the sync was still going.'
                 WHEN 'sync.held_before' THEN format('Run %s is held: approve or reject it first.', held) END,
       CASE code WHEN 'sync.held_before' THEN held END
  FROM answer
RETURNING id, state
