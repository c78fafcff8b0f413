-- The staged rows of runs that have ended, which nothing needs any more; the next run of their sync would drop them too.
WITH ended AS (
  UPDATE sync_run SET is_staged = false WHERE is_staged AND ended_at IS NOT NULL RETURNING id
)
DELETE FROM sync_row WHERE run_id = ANY (ARRAY(SELECT id FROM ended))
