-- $1 run, $2 sync
INSERT INTO sync_refused (sync_id, digest, first_run)
SELECT DISTINCT $2::integer, digest, $1::bigint FROM sync_row WHERE run_id = $1 AND kind = 'refused'
ON CONFLICT DO NOTHING
