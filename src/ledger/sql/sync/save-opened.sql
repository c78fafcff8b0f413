-- Its rows come next.
-- $1 run, $2 columns (json), $3 delimiter, $4 encoding, $5 byte order mark
UPDATE sync_run SET step = 'stage', is_staged = true, columns = $2, delimiter = $3, encoding = $4, bom = $5 WHERE id = $1
