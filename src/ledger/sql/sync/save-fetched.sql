-- $1 run, $2 name of the export, $3 fingerprint, $4 bytes, $5 when it was last modified
UPDATE sync_run SET source = $2, fingerprint = $3, bytes = $4, modified_at = $5 WHERE id = $1 AND state = 'running'
