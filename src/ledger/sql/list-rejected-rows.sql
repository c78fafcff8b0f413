-- $1 batch, $2 the last line seen, $3 how many, $4 whether those that have been mended since are wanted too
SELECT line, cells, problems, mended_by AS "mendedBy" FROM roster_row
 WHERE batch_id = $1 AND line > $2 AND status = 'rejected' AND ($4 OR mended_by IS NULL)
 ORDER BY line LIMIT $3
