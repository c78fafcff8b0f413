-- Staged rows are needed no more once a run has ended or another one has begun, but for those of a plan that is held.
-- $1 sync
WITH ended AS (
  UPDATE sync_run SET is_staged = false
   WHERE sync_id = $1 AND is_staged AND state NOT IN ('running', 'held')
  RETURNING id
)
DELETE FROM sync_row WHERE run_id = ANY (ARRAY(SELECT id FROM ended))
