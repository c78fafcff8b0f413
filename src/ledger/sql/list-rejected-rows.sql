-- $1 batch, $2 the last line seen, $3 how many
SELECT line, cells, problems FROM roster_row
 WHERE batch_id = $1 AND line > $2 AND status = 'rejected'
 ORDER BY line LIMIT $3
