-- The digest was only for the rows that were to come in the same batch, and may tell what it is of.
-- $1 batches, $2 lines, $3 cells (json), $4 problems (json)
UPDATE roster_row r SET cells = w.cells::json, problems = w.problems::json, data_digest = NULL
  FROM unnest($1::bigint[], $2::integer[], $3::text[], $4::text[]) AS w (batch_id, line, cells, problems)
 WHERE r.batch_id = w.batch_id AND r.line = w.line
