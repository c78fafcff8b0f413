-- Records the rows of the roster with what became of each, and adds them up for the batch.
-- $1 client, $2 auth type, $3 batch, $4 lines, $5 cells (json), $6 identifiers (null: rejected), $7 problems (json)
WITH added AS (
  INSERT INTO roster_row (batch_id, line, cells, status, invite_id, problems)
  SELECT $3, r.line, r.cells::json,
         CASE WHEN i.id IS NULL THEN 'rejected'
              WHEN i.batch_id <> $3 THEN 'known'
              WHEN i.line = r.line THEN 'added'
              ELSE 'duplicate' END,
         i.id, r.problems::json
    FROM unnest($4::integer[], $5::text[], $6::text[], $7::text[]) AS r (line, cells, identifier, problems)
    LEFT JOIN invite i ON i.client_id = $1 AND i.auth_type = $2 AND i.identifier = r.identifier
  RETURNING status
)
UPDATE batch SET rows = batch.rows + n.rows, added = batch.added + n.added, known = batch.known + n.known,
                 duplicates = batch.duplicates + n.duplicates, rejected = batch.rejected + n.rejected
  FROM (SELECT count(*) AS rows,
               count(*) FILTER (WHERE status = 'added') AS added,
               count(*) FILTER (WHERE status = 'known') AS known,
               count(*) FILTER (WHERE status = 'duplicate') AS duplicates,
               count(*) FILTER (WHERE status = 'rejected') AS rejected
          FROM added) AS n
 WHERE batch.id = $3
