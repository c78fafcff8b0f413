-- Its rows come next, as long as the run is going. Of a plan that is only looked at they may come from the start.
-- $1 run, $2 columns (json), $3 delimiter, $4 encoding, $5 byte order mark
UPDATE sync_run SET step = 'stage', is_staged = true, columns = $2, delimiter = $3, encoding = $4, bom = $5
 WHERE id = $1 AND (state = 'running' OR is_staged)
