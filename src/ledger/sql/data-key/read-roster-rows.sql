-- $1 and $2 batch and line of the last row seen, $3 how many
SELECT batch_id AS batch, line, cells, problems FROM roster_row
 WHERE (batch_id, line) > ($1::bigint, $2::integer) ORDER BY batch_id, line LIMIT $3
